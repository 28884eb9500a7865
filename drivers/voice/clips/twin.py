"""The device's side of a wire that carries nothing: a loudspeaker hangs on a sound card."""

from typing import Any

from drivers.twins import Twin


class LoudspeakerTwin(Twin):
    """Answers nothing. What is heard in the hall is the file that `say` returns."""

    def __init__(self) -> None:
        super().__init__()
        self.received = bytearray()

    def receive(self, data: bytes) -> bytes:
        self.received += data
        return b""

    def look(self) -> dict[str, Any]:
        return {"received_bytes": len(self.received)}
