"""The camera as the hall has it: its worker takes the pictures and reads them."""

from typing import Any

from drivers.contract import Context, Declaration, Kind, Scanner, Wire
from drivers.scanner.camera.options import CameraOptions
from drivers.workers.codec import Message
from drivers.workers.driver import LINE, WorkerDriver


class CameraScanner(WorkerDriver, Scanner):
    """Tells codes held in front of a camera. Not verified on hardware.

    A camera that rests is let go of: nobody is looked at. What was last wished is told to a worker
    that starts anew.
    """

    declaration = Declaration(
        kind=Kind.SCANNER,
        protocol="camera",
        title="Camera that reads QR codes and CODE128",
        options=CameraOptions,
        line=LINE,
        capabilities=frozenset({"trigger"}),
    )
    options: CameraOptions

    def __init__(self, wire: Wire, options: Any, context: Context) -> None:
        super().__init__(wire, options, context)
        self._wanted = True
        self._scanning: object = True

    async def set_scanning(self, on: bool) -> None:
        """Have it look for codes, or let go of the camera."""
        self._wanted = on
        await self.ask_worker("scan", on=on)
        self._scanning = on

    def take_details(self, message: Message) -> None:
        self._scanning = message.body.get("scanning")

    async def converge(self) -> None:
        if self._scanning is not self._wanted:
            await self.set_scanning(self._wanted)
