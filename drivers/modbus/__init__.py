"""Modbus for all devices that speak it: frames, messages, the asking side and the answering one."""
