"""Customer screens: the ticket machine and the main board."""
