"""What the twin can do wrong on purpose, and that it does it as a printer would."""

import pytest

from drivers.printer.escpos import commands
from drivers.printer.escpos.case import TICKET
from drivers.printer.escpos.layout import lay_out
from drivers.printer.escpos.layoutfile import load_layout
from drivers.printer.escpos.profile import load_profile
from drivers.printer.escpos.twin import EscposTwin, make_twin

_TICKET = lay_out(TICKET, load_layout("default"), 576)
_OPEN, _CLOSED = bytes.fromhex("38000000"), bytes.fromhex("10000000")


def _telling(**of_twin):
    """Return a twin with automatic status on."""
    twin = EscposTwin(**of_twin)
    twin.receive(commands.auto_status())
    assert twin.tick(0.0)
    return twin


def test_a_cover_that_bounces_says_both_in_one_piece():
    twin = _telling()
    twin.act("bounce_cover")
    assert twin.tick(0.0) == _OPEN + _CLOSED
    assert twin.look()["cover"] == "closed"


def test_a_cover_that_bounces_says_nothing_unasked():
    twin = EscposTwin()
    twin.act("bounce_cover")
    assert twin.tick(0.0) == b""


def test_the_last_byte_of_an_automatic_status_may_come_late_and_alone():
    twin = _telling()
    twin.act("tear_status", seconds=0.4)
    twin.act("open_cover")
    assert twin.tick(0.0) == _OPEN[:3]
    assert twin.due_s == pytest.approx(0.4)
    assert twin.tick(0.4) == _OPEN[3:]
    twin.act("close_cover")
    assert twin.tick(0.0) == _CLOSED


def test_a_printer_ends_a_torn_status_before_it_answers():
    twin = _telling()
    twin.act("tear_status", seconds=0.4)
    twin.act("open_cover")
    said = twin.tick(0.0) + twin.receive(commands.real_time_status(1))
    assert said + twin.tick(0.4) == _OPEN + b"\x1a"


def test_a_hot_head_pauses_and_goes_on_when_it_is_cool():
    twin = EscposTwin()
    twin.receive(_TICKET)
    twin.tick(0.1)
    twin.act("heat_head")
    assert twin.receive(commands.real_time_status(3)) == b"\x52"
    twin.tick(10.0)
    assert twin.due_s is None
    assert (twin.look()["head"], twin.look()["printing"]) == ("hot", False)
    twin.act("cool_head")
    twin.tick(0.0)
    while twin.due_s is not None:
        twin.tick(twin.due_s)
    assert twin.tickets[0].lines[0] == TICKET.number


@pytest.mark.parametrize(
    ("profile", "command", "answer"),
    [
        ("epson", commands.full_status(), b""),
        ("kpm150", commands.full_status(), bytes.fromhex("100F00000000")),
        ("kpm150", commands.real_time_status(2), b""),
        ("epson", commands.identify(66), b"_Atrium\x00"),
        ("epson", commands.identify(67), b"_twin\x00"),
        ("kpm150", commands.identify(66), b""),
        ("asked-only", commands.auto_status(), b""),
        ("asked-only", commands.queued_status(), b"\x00"),
        ("unconfirmed", commands.queued_status(), b""),
        ("asked-only", commands.CLEAR_BUFFERS, b""),
    ],
)
def test_a_twin_answers_what_its_family_answers(profile, command, answer):
    twin = EscposTwin(profile=load_profile(profile))
    assert twin.receive(command) + twin.tick(0.0) == answer


@pytest.mark.parametrize(
    ("action", "answer"),
    [
        ("take_paper_out", "100F 05000000"),
        ("open_cover", "100F 00030000"),
        ("jam_cutter", "100F 00000801"),
        ("heat_head", "100F 00000100"),
    ],
)
def test_what_hands_do_to_a_kiosk_printer_shows_in_its_six_bytes(action, answer):
    twin = EscposTwin(profile=load_profile("kpm150"))
    twin.act(action)
    said = twin.receive(commands.full_status())
    assert said[:5] == bytes.fromhex(answer)[:5]
    assert bool(said[5]) == bool(bytes.fromhex(answer)[5] or action == "open_cover")


def test_recovery_forgets_nothing_in_a_printer_that_knows_no_way_to():
    twin = EscposTwin(profile=load_profile("asked-only"))
    twin.receive(_TICKET)
    twin.tick(0.1)
    twin.act("open_cover")
    twin.receive(commands.recover() + commands.CLEAR_BUFFERS)
    twin.act("close_cover")
    twin.tick(0.0)
    while twin.due_s is not None:
        twin.tick(twin.due_s)
    assert twin.tickets[0].barcodes == [TICKET.barcode]


def test_a_twin_is_made_for_the_options_of_its_device():
    twin = make_twin({"paper_width_mm": 58, "profile": "kpm150"})
    twin.receive(commands.text("电" * 20) + b"\n" + commands.cut() + commands.full_status())
    twin.tick(0.0)
    while twin.due_s is not None:
        twin.tick(twin.due_s)
    assert twin.tickets[0].lines == ["电" * 16, "电" * 4]


def test_a_damaged_length_swallows_so_much_and_no_more():
    twin = EscposTwin()
    for piece in (b"\x1d(k\xff\xff", bytes(40_000), bytes(25_530)):
        twin.receive(piece)
        assert twin.tick(0.0) == b""
    twin.receive(bytes(5) + commands.queued_status())
    assert twin.tick(0.0) == b"\x00"
