"""The three screens of a clerk's terminal, in the order in which a working day meets them."""
