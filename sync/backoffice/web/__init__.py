"""Headquarters' pages: halls, visits and facts for its staff, a small page for each visitor."""
