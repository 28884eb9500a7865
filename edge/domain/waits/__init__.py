"""How long a visitor will wait: what the hall has measured, what follows, and what is told."""
