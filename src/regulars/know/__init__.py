"""Floor 5: from events to what is known of each customer, live; and the proof that history says the same."""
