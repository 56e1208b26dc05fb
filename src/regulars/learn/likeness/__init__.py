"""Which customers are probably one person, how probably, and why."""
