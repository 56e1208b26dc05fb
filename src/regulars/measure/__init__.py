"""Floor 5: what the business gets out of it: metrics by period and by part of the customers."""
