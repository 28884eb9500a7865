"""Relay boards on Modbus RTU or TCP."""
