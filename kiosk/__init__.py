"""Customer screens: ticket machines, touch evaluators, the main board."""
