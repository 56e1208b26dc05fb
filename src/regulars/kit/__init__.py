"""Floor 1: small tools that know nothing of customers. Nothing here imports another room."""
