"""Figures of the hall, each a ratio to a baseline that is measured in the same run."""
