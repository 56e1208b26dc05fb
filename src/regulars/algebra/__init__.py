"""Floor 2: the SQL expression over one customer's events, and its two runtimes. Knows no customer, no log, no connection."""
