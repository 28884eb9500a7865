"""Makes `devicefakes` importable for the tests of this folder."""
