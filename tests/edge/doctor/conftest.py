"""Makes `lyingdisk` importable for the tests of this folder."""
