"""The field engineer's terminal: devices and their health, self-tests, wires, faults, the scan."""
