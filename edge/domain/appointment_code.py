"""What a visitor brings along to show an appointment: a code to type, or a QR code.

The code to type has twelve characters, `7K3M-9QXD-2RTA`: five are the appointment's number (25
bits, drawn), seven a MAC over hall and number (35 bits of HMAC-SHA-256), under a key that
headquarters and this hall share. It says nothing but which appointment it is; the hall must know
that one. The alphabet is Crockford's: without I, L, O, U, which are read as 1, 1, 0 and V.

The QR code holds the appointment itself and headquarters' Ed25519 signature, so that it is enough
where the booking has not arrived yet:

    ATRIUM:1: base32( hall number service due length segments signature )

Texts stand behind one byte for their length; number is 4 bytes, due 4 bytes in minutes since 1970,
length 2 bytes in minutes, the signature the last 64. All of it are characters of the QR standard's
alphanumeric set, and a scanner that types like a keyboard gets them right in any layout.

What can be wrong: another length or alphabet, bytes that end too early or go on, text that is not
UTF-8. All of it is `BadCodeError`, which never quotes what was shown.
"""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass

from edge.domain.lengthed import lengthed
from edge.domain.refusals import RefusedError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
NUMBER_BITS = 25
MAC_BITS = 35
QR_PREFIX = "ATRIUM:1:"
SIGNATURE_BYTES = 64
MINUTE_MS = 60_000

_NUMBER_CHARS = NUMBER_BITS // 5
_MAC_CHARS = MAC_BITS // 5
_ID_PREFIX = "A-"
_MAC_MEANT_AS = b"atrium appointment code v1"
_PASS_MEANT_AS = b"atrium appointment pass v1"
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V", "-": "", " ": ""})
_QR_CHARS_MAX = 1024


class BadCodeError(RefusedError):
    """What was typed or shown cannot be an appointment's code."""

    code = "bad_code"
    nature = "invalid"


# --- the code to type ---


def appointment_id(number: int) -> str:
    """Return the name of the appointment with that number: `A-7K3M9`."""
    return _ID_PREFIX + _characters(number, _NUMBER_CHARS)


def number_of(appointment: str) -> int:
    """Return the number of an appointment's name. Raises `BadCodeError`."""
    characters = appointment.removeprefix(_ID_PREFIX)
    if len(characters) != _NUMBER_CHARS or not set(characters) <= set(ALPHABET):
        raise BadCodeError("that is no appointment's name")
    return _value(characters)


def typed_code(key: bytes, hall: str, appointment: str) -> str:
    """Return the code of `appointment` in `hall`, in groups of four."""
    number = number_of(appointment)
    code = _characters(number, _NUMBER_CHARS) + _characters(_mac(key, hall, number), _MAC_CHARS)
    return "-".join((code[:4], code[4:8], code[8:]))


def looks_typed(text: str) -> bool:
    """Whether `text` has the shape of a code to type, however it is grouped."""
    code = _straightened(text)
    return len(code) == _NUMBER_CHARS + _MAC_CHARS and set(code) <= set(ALPHABET)


def read_typed(text: str) -> tuple[str, str]:
    """Return the appointment that a typed code names, and the MAC that it bears.

    Raises `BadCodeError` for what has another shape.
    """
    if not looks_typed(text):
        raise BadCodeError("a code has twelve letters and digits: please check it", "code")
    code = _straightened(text)
    return appointment_id(_value(code[:_NUMBER_CHARS])), code[_NUMBER_CHARS:]


def is_genuine(key: bytes, hall: str, appointment: str, mac: str) -> bool:
    """Whether `mac` is that of `appointment` in `hall` under `key`."""
    right = _characters(_mac(key, hall, number_of(appointment)), _MAC_CHARS)
    return hmac.compare_digest(right, mac)


def _mac(key: bytes, hall: str, number: int) -> int:
    digest = hmac.digest(key, lengthed(_MAC_MEANT_AS, hall, number), hashlib.sha256)
    return int.from_bytes(digest[:8], "big") >> (64 - MAC_BITS)


def _characters(value: int, count: int) -> str:
    return "".join(ALPHABET[value >> 5 * place & 31] for place in reversed(range(count)))


def _value(characters: str) -> int:
    value = 0
    for character in characters:
        value = value << 5 | ALPHABET.index(character)
    return value


def _straightened(text: str) -> str:
    return text.strip().upper().translate(_MISREAD)


# --- the QR code ---


@dataclass(frozen=True, slots=True)
class Pass:
    """An appointment as its QR code holds it. `due` and `until` are wall ms, whole minutes."""

    hall: str
    appointment: str
    service: str
    due: int
    until: int
    segments: tuple[str, ...] = ()

    def signed_bytes(self) -> bytes:
        """Return what headquarters signs."""
        return lengthed(_PASS_MEANT_AS, _packed(self))


def qr_text(shown: Pass, signature: bytes) -> str:
    """Return what the QR code of `shown` holds."""
    packed = _packed(shown) + signature
    return QR_PREFIX + base64.b32encode(packed).decode().rstrip("=")


def is_qr(text: str) -> bool:
    """Whether `text` is meant as the QR code of an appointment."""
    return text.strip().upper().startswith(QR_PREFIX)


def read_qr(text: str) -> tuple[Pass, bytes]:
    """Return the appointment in a QR code, and its signature. Raises `BadCodeError`."""
    packed = _unpacked_text(text.strip().upper())  # with caps lock on, scanners type small
    rest = _Rest(packed[:-SIGNATURE_BYTES])
    hall = rest.text()
    number = int.from_bytes(rest.take(4), "big")
    service = rest.text()
    due = int.from_bytes(rest.take(4), "big")
    length = int.from_bytes(rest.take(2), "big")
    segments = tuple(rest.text().split(",")) if rest.left > 1 else rest.nothing()
    if rest.left or number >> NUMBER_BITS:
        raise BadCodeError("the QR code holds no appointment", "code")
    until = (due + length) * MINUTE_MS
    shown = Pass(hall, appointment_id(number), service, due * MINUTE_MS, until, segments)
    return shown, packed[-SIGNATURE_BYTES:]


def _packed(shown: Pass) -> bytes:
    length = (shown.until - shown.due) // MINUTE_MS
    return b"".join(
        (
            _short(shown.hall),
            number_of(shown.appointment).to_bytes(4, "big"),
            _short(shown.service),
            (shown.due // MINUTE_MS).to_bytes(4, "big"),
            length.to_bytes(2, "big"),
            _short(",".join(shown.segments)),
        )
    )


def _short(text: str) -> bytes:
    said = text.encode()
    return len(said).to_bytes(1, "big") + said


def _unpacked_text(text: str) -> bytes:
    if not text.startswith(QR_PREFIX) or len(text) > _QR_CHARS_MAX:
        raise BadCodeError("the QR code is no appointment's", "code")
    body = text.removeprefix(QR_PREFIX)
    try:
        return base64.b32decode(body + "=" * (-len(body) % 8))
    except (binascii.Error, ValueError):
        raise BadCodeError("the QR code cannot be read", "code") from None


class _Rest:
    """Bytes from the front of which one thing after another is taken."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @property
    def left(self) -> int:
        return len(self._data)

    def take(self, count: int) -> bytes:
        if len(self._data) < count:
            raise BadCodeError("the QR code ends too early", "code")
        taken, self._data = self._data[:count], self._data[count:]
        return taken

    def text(self) -> str:
        try:
            return self.take(self.take(1)[0]).decode()
        except UnicodeDecodeError:
            raise BadCodeError("the QR code holds no text", "code") from None

    def nothing(self) -> tuple[()]:
        """Take the length of a text that is empty."""
        self.take(1)
        return ()
