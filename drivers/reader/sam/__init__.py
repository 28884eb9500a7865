"""Identity card readers that speak SAM-A frames over a serial line."""
