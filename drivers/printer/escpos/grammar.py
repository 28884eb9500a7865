"""Which commands ESC/POS has, what they are called, and where each of them ends.

ESC/POS has no framing of its own: only this table says where a command ends and text begins, so it
knows the length of many commands that this product has no name for.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from drivers.printer.escpos import parameters as read
from drivers.printer.escpos.parameters import BrokenCommandError

# A picture of a whole ticket is 45 KB; what claims more is a damaged length.
COMMAND_BYTES_MAX = 64 * 1024


@dataclass(frozen=True, slots=True)
class Form:
    """One command: its name, how many parameter bytes follow, and how they read."""

    name: str
    size: int | read.Size = 0
    reading: read.Reading = read.none

    def size_after(self, parameters: bytes) -> int | None:
        """Return how many parameter bytes there are, or None as long as `parameters` do not tell.

        Raises `BrokenCommandError`, with as few bytes as show that it is broken.
        """
        for known in range(len(parameters) + 1):
            try:
                size = self.size if isinstance(self.size, int) else self.size(parameters[:known])
            except BrokenCommandError as error:
                raise BrokenCommandError(str(error), known) from None
            if size is not None and size > COMMAND_BYTES_MAX:
                raise BrokenCommandError(f"{self.name} claims {size} bytes", known)
            if size is not None:
                return size
        return None


def prefix_size(data: bytes) -> int:
    """Return how many bytes name the command: lead and letter, and one more after `(`."""
    return 3 if data[1:2] == b"(" else 2


def form_of(prefix: bytes) -> Form:
    """Return the form of the command named by `prefix`, "unknown …" where it has no other name.

    Raises `BrokenCommandError` where it names nothing.
    """
    known = FORMS.get(prefix)
    if known is not None:
        return known
    if not 0x20 <= prefix[-1] < 0x7F:
        raise BrokenCommandError(f"{mnemonic(prefix)} is no command")
    size = read.counted if len(prefix) == 3 else _OTHER_SIZES.get(prefix, 0)
    return Form(f"unknown {mnemonic(prefix)}", size, read.in_hex)


def mnemonic(prefix: bytes) -> str:
    """Return `ESC @` for 1B 40."""
    words = [LEADS[prefix[0]]]
    for letter in prefix[1:]:
        words.append(
            chr(letter) if 0x20 < letter < 0x7F else _CONTROLS.get(letter, f"{letter:02X}")
        )
    return " ".join(words)


LEADS: Mapping[int, str] = {0x10: "DLE", 0x1B: "ESC", 0x1C: "FS", 0x1D: "GS"}
_CONTROLS = {0x04: "EOT", 0x05: "ENQ", 0x0C: "FF", 0x14: "DC4", 0x20: "SP"}

SINGLES: Mapping[int, str] = {
    0x09: "tab",
    0x0A: "line feed",
    0x0C: "form feed",
    0x0D: "carriage return",
    0x18: "cancel",
}

_ALIGNS = {0: "left", 1: "centre", 2: "right", 48: "left", 49: "centre", 50: "right"}
_BELOW = {0: False, 1: False, 2: True, 3: True, 48: False, 49: False, 50: True, 51: True}

FORMS: Mapping[bytes, Form] = {
    b"\x10\x04": Form("real-time status", read.status_request_size, read.status_request),
    b"\x10\x05": Form("recover", 1, read.number("n", 0, 2)),
    b"\x10\x14": Form("real-time request", read.request_size, read.request),
    b"\x1b@": Form("initialise"),
    b"\x1ba": Form("align", 1, read.pick("to", _ALIGNS)),
    b"\x1bE": Form("bold", 1, read.switch),
    b"\x1b!": Form("print mode", 1, read.print_mode),
    b"\x1bd": Form("feed lines", 1, read.number("lines")),
    b"\x1bJ": Form("feed dots", 1, read.number("dots")),
    b"\x1b2": Form("line spacing", 0, read.fixed(dots=None)),
    b"\x1b3": Form("line spacing", 1, read.number("dots")),
    b"\x1bt": Form("code page", 1, read.number("page")),
    b"\x1bi": Form("cut", 0, read.fixed(full=True, feed_dots=None)),
    b"\x1bm": Form("cut", 0, read.fixed(full=False, feed_dots=None)),
    b"\x1c&": Form("kanji", 0, read.fixed(on=True)),
    b"\x1c.": Form("kanji", 0, read.fixed(on=False)),
    b"\x1c!": Form("kanji size", 1, read.kanji_mode),
    b"\x1cW": Form("kanji size", 1, read.kanji_quadruple),
    b"\x1d!": Form("size", 1, read.scale),
    b"\x1dV": Form("cut", read.cut_size, read.cut),
    b"\x1dh": Form("barcode height", 1, read.number("dots", 1)),
    b"\x1dw": Form("barcode module", 1, read.number("dots", 1, 6)),
    b"\x1df": Form("barcode text font", 1, read.number("font", 0, 49)),
    b"\x1dH": Form("barcode text", 1, read.pick("below", _BELOW)),
    b"\x1dk": Form("barcode", read.barcode_size, read.barcode),
    b"\x1d(k": Form("symbol", read.counted, read.symbol),
    b"\x1dv": Form("picture", read.picture_size, read.picture),
    b"\x1d(L": Form("graphics", read.counted, read.graphics),
    b"\x1dI": Form("identify", 1, read.number("n")),
    b"\x1dr": Form("queued status", 1, read.number("n", 1, 50)),
    b"\x1da": Form("auto status", 1, read.number("mask")),
}

_OTHER_SIZES: Mapping[bytes, int | read.Size] = {
    **dict.fromkeys([b"\x1b ", b"\x1b-", b"\x1bM", b"\x1bG", b"\x1b{", b"\x1bV", b"\x1bR"], 1),
    **dict.fromkeys([b"\x1b=", b"\x1bT", b"\x1br", b"\x1be", b"\x1bK", b"\x1b%", b"\x1b?"], 1),
    **dict.fromkeys([b"\x1b$", b"\x1b\\", b"\x1bc"], 2),
    b"\x1bp": 3,
    b"\x1bW": 8,
    b"\x1bD": read.tab_stops_size,
    b"\x1b*": read.columns_size,
    **dict.fromkeys([b"\x1c-", b"\x1cC"], 1),
    **dict.fromkeys([b"\x1cS", b"\x1cp"], 2),
    b"\x1c2": 74,
    **dict.fromkeys([b"\x1dB", b"\x1db", b"\x1d/", b"\x1dj"], 1),
    **dict.fromkeys([b"\x1dL", b"\x1dW", b"\x1dP", b"\x1d$", b"\x1d\\"], 2),
    b"\x1d^": 3,
    b"\x1d8": read.long_counted,
}
