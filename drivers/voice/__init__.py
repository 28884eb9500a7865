"""The hall's voice: what is said (`wording`), and the drivers that say it."""
