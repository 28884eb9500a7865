"""Drivers that run in a process of their own, so that a native library's crash costs one device.

The hall's half (`driver`) speaks the worker wire (`codec`) over the transport `worker:NAME`; the
other half is the process (`worker`), which connects in and serves a device by its library.
"""
