"""ESC/POS: the command set that nearly every thermal ticket printer understands."""
