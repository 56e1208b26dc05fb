"""How probable something is of each customer, and how much: point-in-time examples, boosted trees, a check by time, reasons."""
