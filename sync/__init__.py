"""The way to headquarters: the link in the hall, and the back office at the other end."""
