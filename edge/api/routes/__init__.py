"""The handlers: decode, call one use case, encode."""
