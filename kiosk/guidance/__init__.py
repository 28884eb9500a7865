"""Voice guidance: what a page says to whoever cannot read it, and the sounds of that."""
