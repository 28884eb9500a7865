"""Ticket printers, one folder for each protocol."""
