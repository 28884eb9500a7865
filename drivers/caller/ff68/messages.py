"""What a hall says on the FF 68 bus."""

from drivers.caller.ff68.codec import Frame
from drivers.caller.ff68.names import BEEP, BLANK, DISPLAY, EVALUATE, KEY, RATING

_PLACES = 3
_COUNT_MAX = 999
_BLANKS = bytes([BLANK] * _PLACES)


def acknowledge(heard: Frame) -> Frame:
    """Return the answer to what a unit said: its own frame, or for a rating FUNC 01."""
    func = KEY if heard.func == RATING else heard.func
    return Frame(heard.address, func, heard.data)


def show_ticket(address: int, ticket: str) -> Frame:
    """Return the message that shows the digits of `ticket`: the last three, letters left out."""
    digits = bytes(int(char) for char in ticket if char in "0123456789")[-_PLACES:]
    return Frame(address, DISPLAY, _BLANKS + digits.rjust(_PLACES, _BLANKS[:1]))


def show_waiting(address: int, count: int) -> Frame:
    """Return the message that shows how many wait, 999 at most."""
    shown = f"{min(max(count, 0), _COUNT_MAX):0{_PLACES}}"
    return Frame(address, DISPLAY, bytes(int(char) for char in shown) + _BLANKS)


def start_evaluation(address: int) -> Frame:
    """Return the message that has the evaluator ask."""
    return Frame(address, KEY, bytes([EVALUATE]))


def show_stars(address: int, stars: int) -> Frame:
    """Return the message that shows a clerk's stars."""
    return Frame(address, DISPLAY, bytes([stars]))


def beep(address: int) -> Frame:
    """Return the message that makes the caller sound."""
    return Frame(address, BEEP)
