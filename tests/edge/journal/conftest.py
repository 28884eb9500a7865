"""Makes `journal_days` importable for the tests of this folder."""
