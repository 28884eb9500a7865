"""A hall for tests that does whatever it is asked, once."""

from bookingoffice import HALL_KEY, HOUR, NINE
from syncfakes import FakeHall

from edge.api import shapes
from edge.client import HallError


class ObedientHall(FakeHall):
    """A hall that ends every command when it comes for the first time, and tells so by a fact."""

    def __init__(self) -> None:
        super().__init__()
        self.refusal: HallError | None = None
        self.happen("QuotaHanded", "bill", begins=NINE, ends=NINE + HOUR, count=1000)

    async def sync_state(self) -> shapes.SyncState:
        return (await super().sync_state()).model_copy(update={"key": HALL_KEY})

    async def command(self, command: shapes.NewCommand) -> shapes.CommandTaken:
        taken = await super().command(command)
        if self.refusal is not None:
            raise self.refusal
        if command.command not in {row.subject for row, _digest in self.rows}:
            body = {"wanted": command.kind, "result": "done", "detail": "", "expires": 0}
            self.happen("CommandEnded", command.command, **body, fingerprint="")
            await self.tell()
        return taken
