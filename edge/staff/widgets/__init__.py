"""The parts a screen is made of; each draws what it is given and decides nothing."""
