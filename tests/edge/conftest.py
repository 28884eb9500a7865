"""Makes `edgefakes` importable for the tests below this folder."""
