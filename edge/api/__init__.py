"""The local API: HTTP on one Unix socket per role, and on loopback TCP where asked for."""
