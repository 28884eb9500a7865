"""What follows from facts and devices: displays, voice, keys, faults. Never from an open commit."""
