"""Floor 3: the sentences that users write. Nothing in it runs."""
