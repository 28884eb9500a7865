"""Text that is drawn again only when it has changed: a terminal's line may be thin."""

from rich.text import Text
from textual.widgets import Static


class Steady(Static):
    """Shows what it was last given."""

    _shown: Text | None = None

    def put(self, text: Text) -> None:
        """Show `text` from here on."""
        if text != self._shown:
            self._shown = text
            self.update(text)
