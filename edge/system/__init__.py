"""The ports of a real hall: its clock, its randomness, its PIN check."""
