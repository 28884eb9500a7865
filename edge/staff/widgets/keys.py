"""The row of keys: what each does, and by its frame whether it would be taken now."""

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from edge.staff.actions import KEYS, Key
from edge.staff.widgets.cells import centred


class KeyHint(Widget):
    """One key."""

    def __init__(self, key: Key) -> None:
        super().__init__(id=f"key-{key.action.value}")
        self._key = key

    def render(self) -> RenderableType:
        words = self._key.words
        cap = (f" {self._key.letter} ", "reverse bold" if self.has_class("-on") else "")
        lines = [
            Text.assemble(cap, f" {self._key.function}"),
            Text(words.chinese, style="bold"),
            Text(words.english),
        ]
        return Group(*(centred(line, self.size.width) for line in lines))

    def switch(self, on: bool) -> None:
        """Show whether the key would be taken."""
        self.set_class(on, "-on")


class KeyRow(Horizontal):
    """All keys of the working screen."""

    def compose(self) -> ComposeResult:
        for key in KEYS:
            yield KeyHint(key)

    def show_keys(self, keys: Iterable[tuple[Key, bool]]) -> None:
        """Frame the keys that would be taken."""
        for key, on in keys:
            self.query_one(f"#key-{key.action.value}", KeyHint).switch(on)
