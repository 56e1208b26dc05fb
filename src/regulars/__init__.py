"""Regulars 熟客: turn customers into regulars."""
