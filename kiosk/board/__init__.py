"""The main boards: who is called where, who waits, and what is played in between."""
