"""Floor 3: the log, the only door. `Log` is the contract; `MemoryLog` and `SqliteLog` keep it."""
