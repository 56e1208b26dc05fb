"""Floor 6: the house put together: wiring, the worker, the HTTP API, and the whole house in one process (`Local`)."""
