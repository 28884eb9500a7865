"""The doctor: finds out whether what a hall stands on can be trusted."""
