"""Use cases of screens: the hall notes who is let in, as the screens' server tells it."""

from collections.abc import Mapping, Sequence
from typing import Any

from edge.domain import facts as f
from edge.domain.now import ScreenNow
from edge.hall.recorder import Recorder

Paired = Mapping[tuple[str, str], ScreenNow]


class PairedScreens:
    """What is paired, by role and name."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    async def tell(self, paired: Paired) -> list[dict[str, Any]]:
        """Take what is paired now, all of it: what is new or gone becomes a fact, once."""
        facts = _changes(self._recorder.require_service().screens, paired)
        if facts:
            await self._recorder.record(*facts)
        return self.listed()

    def listed(self) -> list[dict[str, Any]]:
        """Return all that are paired, by role and name."""
        known = sorted(self._recorder.committed.screens.items())
        return [
            {"role": role, "name": name, "at": screen.at, "by": screen.by}
            for (role, name), screen in known
        ]


def _changes(before: Paired, after: Paired) -> Sequence[f.Fact]:
    gone = [f.ScreenRevoked(name, role) for role, name in before if (role, name) not in after]
    new = [
        f.ScreenPaired(name, role, screen.at, screen.by)
        for (role, name), screen in after.items()
        if before.get((role, name)) != screen
    ]
    return [*gone, *new]
