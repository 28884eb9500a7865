"""The supervisor's terminal: the whole hall at one glance, and everything that runs it, by keys."""
