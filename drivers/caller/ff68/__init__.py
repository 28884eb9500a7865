"""The FF 68 bus: hard callers with four-key evaluators on one RS-485 pair."""
