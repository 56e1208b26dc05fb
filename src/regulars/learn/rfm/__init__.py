"""Recency, frequency and monetary value in fifths, and the eleven groups that follow."""
