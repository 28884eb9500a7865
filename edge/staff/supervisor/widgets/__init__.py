"""The parts of the board; each draws what it is given and decides nothing."""
