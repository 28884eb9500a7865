"""The hall's devices: one contract, one folder per kind, one folder per protocol inside."""
