"""Customers who are like each other: how many groups there are, who is in which, and what sets them apart."""
