"""A whole hall on one machine: every service as a process, every device as a twin on a wire."""
