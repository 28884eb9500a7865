"""The keys of a keyboard with the US layout, and what they type.

Source: Linux, include/uapi/linux/input-event-codes.h; the US layout of USB HID usage page 07.
"""

from collections.abc import Mapping

SHIFTS = frozenset({42, 54})
# Keys that type nothing by themselves, and change nothing of what a scanner types with others.
LOCKS = frozenset({58, 69, 70})
# Held down together with another key, these make it mean something else.
COMMANDS = frozenset({29, 97, 56, 100, 125, 126})
TERMINATORS: Mapping[int, str] = {28: "Enter", 96: "keypad Enter", 15: "Tab"}

# Rows of neighbouring keys: the number of the first, what they type, and what they type shifted.
_ROWS = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (57, " ", " "),
)
_KEYPAD = "789-456+1230."  # from 71 on, as with num lock
_KEYPAD_FIRST = 71
_KEYPAD_OTHERS = {55: "*", 98: "/", 117: "="}

_PLAIN: dict[int, str] = {
    **{first + place: char for first, row, _ in _ROWS for place, char in enumerate(row)},
    **{_KEYPAD_FIRST + place: char for place, char in enumerate(_KEYPAD)},
    **_KEYPAD_OTHERS,
}
_SHIFTED: dict[int, str] = {
    **_PLAIN,
    **{first + place: char for first, _, row in _ROWS for place, char in enumerate(row)},
}
_KEY_OF: dict[str, tuple[int, bool]] = {
    **{char: (key, True) for key, char in _SHIFTED.items() if key < _KEYPAD_FIRST},
    **{char: (key, False) for key, char in reversed(_PLAIN.items()) if key < _KEYPAD_FIRST},
}


def typed(key: int, *, shifted: bool) -> str | None:
    """Return the character that `key` types, None for a key that types none."""
    return (_SHIFTED if shifted else _PLAIN).get(key)


def key_for(char: str) -> tuple[int, bool] | None:
    """Return the key that types `char`, and whether shift is held; None where there is none."""
    return _KEY_OF.get(char)
