"""Scanners that say each code as a line of text, on a serial line or as a USB serial port."""
