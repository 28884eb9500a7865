"""Where visitors find the page of their own visit; a hall may have no such pages."""

from edge.domain.mobile import page_key, page_of, secret_of


class Addresses:
    """Makes the address of each visit's page below `address`; without one there is none."""

    def __init__(self, hall_key: bytes, address: str) -> None:
        self._key = page_key(hall_key)
        self._address = address.rstrip("/")

    def page(self, visit: str) -> str:
        """Return what facts hold of it; empty where there is none."""
        return page_of(secret_of(self._key, visit)) if self._address else ""

    def of(self, visit: str) -> str:
        """Return the address, and the visit behind it for the hall's own scanners."""
        return f"{self._address}/{secret_of(self._key, visit)}#{visit}" if self._address else ""
