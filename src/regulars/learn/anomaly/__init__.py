"""Accounts and orders that are unlike all others, and in what."""
