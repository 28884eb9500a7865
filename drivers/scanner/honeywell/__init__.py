"""Honeywell scanners on a serial line, triggered and asked by menu commands."""
