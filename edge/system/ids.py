"""Identifiers and nonces from the operating system's randomness."""

import base64
import secrets


class SystemIds:
    """Names nobody can guess: they stand in the QR code that opens a visitor's page."""

    def new_id(self) -> str:
        return base64.b32encode(secrets.token_bytes(10)).decode("ascii")

    def random_bytes(self, count: int) -> bytes:
        return secrets.token_bytes(count)
