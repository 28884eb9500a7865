"""The hall's devices: opened, watched, lost and found again, without the hall standing still."""
