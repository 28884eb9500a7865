"""Numeric LED panels on Modbus."""
