import pytest

from drivers.printer.escpos.probe import PROBE
from drivers.printer.escpos.profile import load_profile
from drivers.printer.escpos.twin import EscposTwin
from drivers.registry import probes


@pytest.mark.parametrize("profile", ["epson", "kpm150", "unconfirmed"])
def test_a_ticket_printer_of_any_family_is_recognised(profile):
    twin = EscposTwin(profile=load_profile(profile))
    assert PROBE.recognise(twin.receive(PROBE.question)) == "ESC/POS ticket printer, ready"
    twin.act("take_paper_out")
    said = PROBE.recognise(twin.receive(PROBE.question))
    assert said == "ESC/POS ticket printer, which says that it is offline"


def test_asking_prints_nothing_and_changes_nothing():
    twin = EscposTwin()
    before = twin.look()
    twin.receive(PROBE.question)
    twin.tick(10.0)
    assert twin.look() == before


@pytest.mark.parametrize(
    "heard",
    [b"", b"\x12", b"\x12\x12\x12", b"\x12\x16", b"\x10\x10", PROBE.question, b"\x00\x00", b"AA"],
)
def test_what_is_no_pair_of_equal_answers_is_no_printer(heard):
    assert PROBE.recognise(heard) == ""


def test_the_usual_baud_rates_are_tried_the_most_usual_first():
    assert [line.baudrate for line in PROBE.lines] == [115200, 9600, 19200, 38400, 57600]


def test_a_printer_is_asked_before_all_others():
    assert probes()[0] is PROBE
