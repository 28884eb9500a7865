"""CODE128: the values behind the `{B…` notation of GS k 73, and their bars.

    start | values … | check | stop     one value is 11 modules wide, the stop 13

The check value is (start + sum of place × value) mod 103, places counted from 1. Source:
ISO/IEC 15417; the notation is that of Epson's GS k, function B.
"""

from collections.abc import Iterator

_START = {"A": 103, "B": 104, "C": 105}
_STOP = 106
_LATCH = {"A": 101, "B": 100, "C": 99}
_FUNCTIONS = {"1": 102, "2": 97, "3": 96}
_FNC4 = {"A": 101, "B": 100}
_SHIFT = 98

# Widths of bar, space, bar, space, bar, space for the values 0 to 105, and the stop's seven.
_WIDTHS = tuple(
    """
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132
122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212
322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311
112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321
331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214
112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212
124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113
411311 113141 114131 311141 411131 211412 211214 211232 2331112
""".split()  # noqa: SIM905 - a hundred literals say less
)


class BarcodeError(ValueError):
    """The data after GS k 73 is no CODE128; the message says where it goes wrong."""


def values(data: bytes) -> list[int]:
    """Return start, data and check values of `data`. Raises `BarcodeError`."""
    found = [value for value, _text in _walk(data)]
    check = found[0] + sum(place * value for place, value in enumerate(found[1:], 1))
    return [*found, check % 103]


def modules(data: bytes) -> str:
    """Return the symbol, quiet zones left out, as `1` for bar and `0` for space.

    Raises `BarcodeError`.
    """
    widths = "".join(_WIDTHS[value] for value in [*values(data), _STOP])
    return "".join("10"[place % 2] * int(width) for place, width in enumerate(widths))


def readable(data: bytes) -> str:
    """Return the text that stands below the bars. Raises `BarcodeError`."""
    return "".join(text for _value, text in _walk(data))


def _walk(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield the start value and the data values, each with what a person reads for it."""
    code_set = chr(data[1]) if data[:1] == b"{" and len(data) > 1 else ""
    if code_set not in _START:
        raise BarcodeError("begins with none of {A, {B, {C")
    yield _START[code_set], ""
    place = 2
    while place < len(data):
        if data[place] != ord("{"):
            yield _plain(code_set, data[place], place)
            place += 1
            continue
        mark = chr(data[place + 1]) if place + 1 < len(data) else ""
        yield _special(code_set, mark, place), "{" if mark == "{" else ""
        code_set = mark if mark in _LATCH else code_set
        place += 2


def _plain(code_set: str, byte: int, place: int) -> tuple[int, str]:
    if code_set == "C" and byte < 100:
        return byte, f"{byte:02}"
    if code_set == "B" and 32 <= byte < 128:
        return byte - 32, chr(byte)
    if code_set == "A" and 32 <= byte < 96:
        return byte - 32, chr(byte)
    if code_set == "A" and byte < 32:
        return byte + 64, ""
    raise BarcodeError(f"byte {byte:02X} at {place} is not in code set {code_set}")


def _special(code_set: str, mark: str, place: int) -> int:
    if mark == "{" and code_set == "B":
        return ord("{") - 32
    if mark in _LATCH and mark != code_set:
        return _LATCH[mark]
    if mark in _FUNCTIONS and (code_set != "C" or mark == "1"):
        return _FUNCTIONS[mark]
    if mark == "4" and code_set in _FNC4:
        return _FNC4[code_set]
    if mark == "S" and code_set in _FNC4:
        return _SHIFT
    raise BarcodeError(f"{{{mark} at {place} means nothing in code set {code_set}")
