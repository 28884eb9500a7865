"""Scanners that type each code like a keyboard (HID keyboard wedge)."""
