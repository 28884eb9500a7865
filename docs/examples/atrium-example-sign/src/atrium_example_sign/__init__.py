"""The Glow sign: one LED line that shows what it is told. It does not exist."""
