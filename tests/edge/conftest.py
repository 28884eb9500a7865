"""Makes `edgefakes` and `devicefakes` importable for the tests below this folder."""
