"""The append-only journal on SQLite: the truth of the hall."""
