"""Scanners that speak the Simple Serial Interface (SSI) of Symbol and Zebra."""
