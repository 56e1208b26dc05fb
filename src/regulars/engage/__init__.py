"""Floor 5: journeys, the contact arbiter, templates, channels and the delivery of what waits in the outbox."""
