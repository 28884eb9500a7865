"""Chip card readers."""
