"""Visitors' own pages from the hall itself, on a network for visitors alone; off by default."""
