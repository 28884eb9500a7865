"""The screens of the engineer's terminal: the devices, a wire, the scan, and small questions."""
