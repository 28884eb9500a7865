"""Relay boards: doors, lights, call lamps."""
