"""UPSes behind a Network UPS Tools server."""
