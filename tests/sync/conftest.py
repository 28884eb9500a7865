"""Makes `syncfakes` importable for the tests below this folder."""
