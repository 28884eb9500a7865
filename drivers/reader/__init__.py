"""Readers of a person's identity document."""
