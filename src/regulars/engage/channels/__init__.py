"""Ways to a customer, one file each."""
