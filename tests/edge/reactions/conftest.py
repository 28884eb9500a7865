"""Makes `reaction_bench` importable for the tests of this folder."""
