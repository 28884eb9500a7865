"""The asking side of a NUT server: one question, and its answer of one line or of a list."""

from collections.abc import Callable
from typing import TypeVar

from drivers.contract import DeviceRefusedError, Wire
from drivers.conversation import Conversation
from drivers.ups.nut.codec import Line, NutDecoder, encode, error_meaning
from drivers.wire import Side

# A server with every variable of a big UPS says some 150 lines.
_LINES_MAX = 1000

AnswerT = TypeVar("AnswerT")


class NutServer:
    """Questions to upsd. Each raises `DeviceSilentError`, `DeviceRefusedError` by upsd's code."""

    def __init__(self, wire: Wire, reply_timeout_s: float) -> None:
        self._talk = Conversation[Line](wire, lambda: NutDecoder(Side.DEVICE))
        self._reply_timeout_s = reply_timeout_s

    async def upses(self) -> dict[str, str]:
        """Return the UPSes there are: name and description."""
        lines = await self._list("UPS")
        return {words[1]: words[2] for words in lines if len(words) == 3}

    async def variables(self, ups: str) -> dict[str, str]:
        """Return all that `ups` says."""
        lines = await self._list("VAR", ups)
        return {words[2]: words[3] for words in lines if len(words) == 4}

    async def variable(self, ups: str, name: str) -> str:
        """Return one thing that `ups` says."""

        def accept(words: tuple[str, ...]) -> str | None:
            return words[3] if words[:3] == ("VAR", ups, name) and len(words) == 4 else None

        return await self._ask(("GET", "VAR", ups, name), accept)

    async def sign_in(self, username: str, password: str) -> None:
        """Say who we are. What the server thinks of it, it says when something is forbidden."""
        for words in (("USERNAME", username), ("PASSWORD", password)):
            await self._ask(words, lambda answer: "OK" if answer[0] == "OK" else None)

    async def listen(self, within_s: float) -> None:
        """Let `within_s` seconds pass, hearing when the server hangs up."""
        await self._talk.listen(within_s)

    async def _list(self, *what: str) -> list[tuple[str, ...]]:
        lines: list[tuple[str, ...]] = []
        begun = False

        def accept(words: tuple[str, ...]) -> list[tuple[str, ...]] | None:
            nonlocal begun
            if words == ("BEGIN", "LIST", *what):
                begun = True
                lines.clear()
            elif begun and words == ("END", "LIST", *what):
                return lines
            elif begun and words[: len(what)] == what and len(lines) < _LINES_MAX:
                lines.append(words)
            return None

        return await self._ask(("LIST", *what), accept)

    async def _ask(
        self, words: tuple[str, ...], accept: Callable[[tuple[str, ...]], AnswerT | None]
    ) -> AnswerT:
        def hear(line: Line) -> tuple[AnswerT | None, str] | None:
            if line.words[0] == "ERR" and len(line.words) > 1:
                return None, line.words[1]
            found = accept(line.words)
            return None if found is None else (found, "")

        within_s = self._reply_timeout_s
        answer, code = await self._talk.ask(encode(Line(words)), hear, within_s=within_s)
        if answer is None:
            raise DeviceRefusedError(code, error_meaning(code))
        return answer
