"""Newland scanners on a serial line, triggered and asked by text or hex commands."""
