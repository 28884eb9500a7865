"""The speed of an unknown device is found by sampling what it really puts on the line."""

import itertools

import pytest

from drivers.registry import wire_protocol, wire_protocol_names
from edge.provisioning.sniffing import BAUDRATES, TooLongError, differences, rank

PROTOCOLS = [wire_protocol(name) for name in wire_protocol_names()]
KEYS = bytes.fromhex("FF6803036801010C0E16") * 6
TEXT = b"6901234567892\r\n" * 4


def heard_at(data: bytes, sent_baud: int, heard_baud: int) -> bytes:
    """Return what a UART set to `heard_baud` makes of `data` sent at `sent_baud`, 8N1."""
    levels = [1] * 20
    for byte in data:
        levels += [0, *((byte >> bit) & 1 for bit in range(8)), 1, 1, 1]
    levels += [1] * 20
    ratio = sent_baud / heard_baud

    def level(at: float) -> int:
        index = int(at)
        return levels[index] if index < len(levels) else 1

    heard, at = bytearray(), 0.0
    while at < len(levels):
        if level(at):
            at += min(0.25, ratio / 4)
            continue
        bits = [level(at + (number + 1.5) * ratio) for number in range(8)]
        heard.append(sum(bit << number for number, bit in enumerate(bits)))
        at += 9.5 * ratio
        while at < len(levels) and not level(at):
            at += min(0.25, ratio / 4)
    return bytes(heard)


def test_the_sampler_hears_at_its_own_speed_what_was_sent():
    assert heard_at(KEYS, 9600, 9600) == KEYS
    assert heard_at(KEYS, 9600, 19200) != KEYS


@pytest.mark.parametrize(
    ("data", "sent_baud", "protocol"),
    [
        (KEYS, 9600, "ff68"),
        (KEYS, 19200, "ff68"),
        (bytes.fromhex("AAAAAA9669000400009094") * 4, 115200, "sam"),
    ],
)
def test_a_known_protocol_gives_its_speed_away(data: bytes, sent_baud: int, protocol: str):
    heard = {baud: heard_at(data, sent_baud, baud) for baud in BAUDRATES}
    best = rank(heard, PROTOCOLS)[0]
    assert (best.baudrate, best.protocol) == (sent_baud, protocol), best.why


@pytest.mark.parametrize("sent_baud", [4800, 9600, 115200])
def test_text_gives_its_speed_away(sent_baud: int):
    heard = {baud: heard_at(TEXT, sent_baud, baud) for baud in BAUDRATES}
    assert rank(heard, PROTOCOLS)[0].baudrate == sent_baud


def test_silence_is_no_guess():
    guesses = rank(dict.fromkeys(BAUDRATES, b""), PROTOCOLS)
    assert {(guess.score, guess.why) for guess in guesses} == {(0.0, "nothing heard")}


def test_what_changes_between_two_recordings_is_shown_with_what_stands_before_it():
    first = bytes.fromhex("FF6803036801010C0E16")
    second = bytes.fromhex("FF6803036802010C0F16")
    address, check = differences(first, second)
    assert (address.at, address.first, address.second) == (5, b"\x01", b"\x02")
    assert address.before == bytes.fromhex("FF68030368")
    assert (check.first, check.second) == (b"\x0e", b"\x0f")
    assert differences(first, first) == []


def test_everything_is_heard_in_a_bounded_time():
    noise = bytes(itertools.islice(itertools.cycle(range(251)), 20_000))
    assert len(rank({9600: noise}, PROTOCOLS)) == 1


def test_long_recordings_are_compared_where_they_differ():
    first = bytes.fromhex("FF6803036801010C0E16") * 10_000
    second = first[:50_000] + b"\x00" + first[50_001:]
    (found,) = differences(first, second)
    assert (found.at, found.first, found.second) == (50_000, b"\xff", b"\x00")
    assert len(found.before) == 8


def test_recordings_that_would_be_compared_for_hours_are_refused_at_once():
    with pytest.raises(TooLongError, match="from byte 2 on more than 8192 bytes"):
        differences(b"ab" + b"\x01\x02" * 20_000, b"ab" + b"\x02\x03" * 20_000)
