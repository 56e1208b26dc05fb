"""Floor 3: the history. `Lake` (Delta tables in a folder a workspace) and `Engine` (DuckDB)."""
