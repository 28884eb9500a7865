"""A list under its headings that keeps the marked row marked, whatever moves around it."""

from collections.abc import Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from edge.staff.supervisor.widgets.steady import Steady


class Listing(Vertical):
    """Rows by id. The title stands in its frame."""

    def compose(self) -> ComposeResult:
        yield Steady(classes="head")
        yield OptionList()

    @property
    def rows(self) -> OptionList:
        """The list itself, which has the keys."""
        return self.query_one(OptionList)

    @property
    def cells(self) -> int:
        """How wide a row is."""
        return max(0, self.size.width - 1)  # the list's scroll bar

    @property
    def marked(self) -> str:
        """The id of the marked row, empty where there is none."""
        option = self.rows.highlighted_option
        return option.id or "" if option else ""

    def show(self, title: str, head: Text, rows: Sequence[tuple[str, Text]]) -> None:
        """Show `rows`, each with its id."""
        self.border_title = title
        heading = self.query_one(".head", Steady)
        heading.display = bool(head)
        heading.put(head)
        if [name for name, _ in rows] == [option.id for option in self.rows.options]:
            self._change(rows)
        else:
            self._replace(rows)

    def _change(self, rows: Sequence[tuple[str, Text]]) -> None:
        for at, (_, text) in enumerate(rows):
            if self.rows.get_option_at_index(at).prompt != text:
                self.rows.replace_option_prompt_at_index(at, text)

    def _replace(self, rows: Sequence[tuple[str, Text]]) -> None:
        before, at = self.marked, self.rows.highlighted or 0
        self.rows.set_options([Option(text, id=name) for name, text in rows])
        names = [name for name, _ in rows]
        if before in names:
            self.rows.highlighted = names.index(before)
        elif names:
            self.rows.highlighted = min(at, len(names) - 1)
