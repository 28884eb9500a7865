"""People counters."""
