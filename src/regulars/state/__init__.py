"""Floor 3: the state that is looked up live. `State` is the contract; `MemoryState` and `SqliteState` keep it."""
