"""The command palette, with its one hint in both languages."""

from textual.command import CommandPalette


class Palette(CommandPalette):
    """Lists the commands of the terminal."""

    def __init__(self) -> None:
        super().__init__(placeholder="查找命令 Search for a command", id="--command-palette")
