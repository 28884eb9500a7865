"""Everything that is left to chance, drawn from one seed."""

import base64
import random


class Dice:
    """Independent streams of chance by name: more draws by one part change nothing for another."""

    def __init__(self, seed: str) -> None:
        self._seed = seed

    def of(self, name: str) -> random.Random:
        """Return the stream called `name`, from its beginning."""
        return random.Random(f"{self._seed}/{name}")  # noqa: S311 - to be drawn again, not secret


class DrawnIds:
    """`edge.ports.Ids` whose next name can be foretold by whoever has the dice."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice

    def new_id(self) -> str:
        return base64.b32encode(self._dice.randbytes(10)).decode("ascii")

    def random_bytes(self, count: int) -> bytes:
        return self._dice.randbytes(count)
