"""LED strips: what hangs over a counter and says who is called."""
