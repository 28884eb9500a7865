import pytest

from drivers.printer.escpos import commands
from drivers.printer.escpos.case import TICKET
from drivers.printer.escpos.layout import lay_out
from drivers.printer.escpos.layoutfile import load_layout
from drivers.printer.escpos.profile import load_profile
from drivers.printer.escpos.twin import EscposTwin
from drivers.twins import UnknownActionError

DEFAULT = load_layout("default")
_TICKET = lay_out(TICKET, DEFAULT, 576)
_STATUS_IDLE = b"\x12"
_CLEARED = b"\x37\x25\x00"


def _live(twin, seconds=60.0):
    """Let time pass as whoever serves the twin does: from one thing due to the next."""
    said = twin.tick(0.0)
    while seconds > 0:
        step = seconds if twin.due_s is None else min(seconds, twin.due_s)
        said += twin.tick(step)
        seconds -= max(step, 1e-9)
    return said


def _ask(twin, n):
    return twin.receive(commands.real_time_status(n))


def test_a_ticket_comes_out_as_it_was_meant():
    twin = EscposTwin()
    twin.receive(_TICKET)
    _live(twin)
    (ticket,) = twin.tickets
    assert ticket.lines[:3] == ["A012", "城东供电营业厅", "新装用电"]
    assert (ticket.qr_codes, ticket.barcodes) == ([TICKET.qr], [TICKET.barcode])


def test_printing_takes_the_time_the_paper_needs():
    twin = EscposTwin(print_mm_s=100.0)
    twin.receive(_TICKET)
    _live(twin, 1.2)
    assert twin.look()["printing"]
    assert not twin.tickets
    _live(twin, 0.5)
    assert twin.tickets[0].length_mm == pytest.approx(149, abs=10)


def test_real_time_status_is_answered_while_data_waits_and_queued_status_behind_it():
    twin = EscposTwin()
    twin.receive(_TICKET + commands.queued_status())
    assert twin.tick(0.0) == b""
    assert _ask(twin, 1) == _STATUS_IDLE
    assert _live(twin) == b"\x00"
    assert len(twin.tickets) == 1


def test_real_time_commands_are_obeyed_in_the_middle_of_another_command():
    twin = EscposTwin()
    assert twin.receive(b"\x1d(k\x20\x001P0" + commands.real_time_status(4)) == _STATUS_IDLE


def test_automatic_status_comes_when_turned_on_and_on_every_change():
    twin = EscposTwin()
    twin.receive(commands.auto_status())
    assert twin.tick(0.0) == bytes.fromhex("10000000")
    twin.act("open_cover")
    assert twin.tick(0.0) == bytes.fromhex("38000000")
    assert twin.tick(1.0) == b""
    twin.act("close_cover")
    assert twin.tick(0.0) == bytes.fromhex("10000000")


def test_initialising_turns_automatic_status_off():
    twin = EscposTwin()
    twin.receive(commands.auto_status() + commands.initialise())
    twin.tick(0.0)
    twin.act("open_cover")
    assert twin.tick(0.0) == b""


@pytest.mark.parametrize(
    ("action", "n", "answer"),
    [
        ("open_cover", 2, "16"),
        ("take_paper_out", 4, "7E"),
        ("take_paper_out", 2, "32"),
        ("jam_cutter", 3, "1A"),
        ("jam_cutter", 2, "52"),
        ("switch_offline", 1, "1A"),
    ],
)
def test_what_hands_do_shows_in_the_status(action, n, answer):
    twin = EscposTwin()
    twin.act(action)
    assert _ask(twin, n) == bytes.fromhex(answer)
    assert _ask(twin, 1) == b"\x1a"


def test_paper_runs_down_and_is_low_before_it_is_out():
    twin = EscposTwin(paper_mm=3100)
    twin.receive(_TICKET)
    _live(twin)
    assert twin.look()["paper"] == "low"
    assert twin.look()["paper_mm"] < 3000


def test_paper_that_ends_in_mid_ticket_stops_it_there_and_a_new_roll_goes_on():
    twin = EscposTwin(paper_mm=60)
    twin.receive(_TICKET)
    _live(twin)
    assert twin.look()["paper"] == "out"
    assert twin.look()["hanging"][0] == "A012"
    twin.act("load_paper")
    assert twin.look()["hanging"] == []
    _live(twin)
    assert "A012" not in twin.tickets[0].lines
    assert twin.tickets[0].barcodes == [TICKET.barcode]


def test_the_clear_command_of_one_maker_forgets_the_rest_and_says_so():
    twin = EscposTwin(paper_mm=60)
    twin.receive(_TICKET)
    _live(twin)
    assert twin.receive(commands.recover()) == b""
    assert twin.receive(commands.CLEAR_BUFFERS) == _CLEARED
    twin.act("load_paper")
    _live(twin)
    assert not twin.tickets
    assert twin.look()["hanging"] == []


def test_recovery_alone_forgets_nothing_at_the_end_of_the_paper():
    twin = EscposTwin(paper_mm=60)
    twin.receive(_TICKET)
    _live(twin)
    twin.receive(commands.recover())
    twin.act("load_paper")
    _live(twin)
    assert len(twin.tickets) == 1


def test_recovery_forgets_the_rest_after_an_open_cover():
    twin = EscposTwin()
    twin.receive(_TICKET)
    _live(twin, 0.3)
    twin.act("open_cover")
    twin.receive(commands.recover())
    twin.act("close_cover")
    _live(twin)
    assert not twin.tickets


def test_other_makers_forget_on_recovery_and_do_not_know_the_clear_command():
    twin = EscposTwin(paper_mm=60, profile=load_profile("clears-by-enq"))
    twin.receive(_TICKET)
    _live(twin)
    assert twin.receive(commands.CLEAR_BUFFERS) == b""
    twin.receive(commands.recover())
    twin.act("load_paper")
    _live(twin)
    assert not twin.tickets


def test_clearing_ends_a_command_whose_length_was_damaged():
    twin = EscposTwin()
    twin.receive(b"\x1d(k\xff\xff")
    twin.receive(commands.CLEAR_BUFFERS + _TICKET)
    _live(twin)
    assert len(twin.tickets) == 1


@pytest.mark.parametrize(
    ("stop", "go_on"), [("jam_cutter", "clear_jam"), ("open_cover", "close_cover")]
)
def test_a_stopped_printer_keeps_what_it_holds_and_goes_on(stop, go_on):
    twin = EscposTwin()
    twin.receive(_TICKET)
    _live(twin, 0.1)
    twin.act(stop)
    _live(twin)
    assert not twin.look()["printing"]
    twin.act(go_on)
    twin.tick(10.0)  # the time it stood still
    assert twin.look()["hanging"] == []
    _live(twin)
    assert twin.tickets[0].lines[0] == "A012"


def test_a_full_receive_buffer_loses_what_comes():
    twin = EscposTwin()
    twin.act("switch_offline")
    twin.receive(b"A012\n" * 2000)
    twin.act("switch_online")
    _live(twin)
    assert len(twin.look()["hanging"]) == 4096 // 5


def test_late_answers_come_late_and_all_of_them():
    twin = EscposTwin()
    twin.act("answer_late", seconds=0.8)
    assert _ask(twin, 1) + _ask(twin, 4) == b""
    assert twin.due_s == pytest.approx(0.8)
    assert twin.tick(0.8) == _STATUS_IDLE * 2


def test_a_line_that_is_full_prints_itself():
    twin = EscposTwin(dots=384)
    twin.receive(commands.text("电" * 20) + b"\n" + commands.cut())
    _live(twin)
    assert twin.tickets[0].lines == ["电" * 16, "电" * 4]


def test_older_commands_for_size_and_cut_are_understood():
    twin = EscposTwin()
    twin.receive(b"\x1b!\x38big\n\x1b!\x00\x1c!\x0c" + commands.text("a电") + b"\n\x1b2\x1bi")
    _live(twin)
    big, mixed = (item for item in twin.tickets[0].items if hasattr(item, "spans"))
    assert [(span.width, span.height, span.bold) for span in big.spans] == [(2, 2, True)]
    assert [(span.text, span.width) for span in mixed.spans] == [("a", 1), ("电", 2)]


def test_codes_that_do_not_fit_are_not_printed():
    twin = EscposTwin(dots=384)
    too_much = commands.qr(b"x" * 3000) + commands.qr(b"x" * 300, 16)
    twin.receive(too_much + commands.code128_bars("A" * 20, module_dots=6) + commands.cut())
    _live(twin)
    assert (twin.tickets[0].qr_codes, twin.tickets[0].barcodes) == ([], [])


def test_people_take_the_tickets_and_tear_off_what_hangs():
    twin = EscposTwin()
    twin.receive(_TICKET + b"half a ticket\n")
    _live(twin)
    assert (twin.look()["in_tray"], twin.look()["hanging"]) == (1, ["half a ticket"])
    twin.act("take_tickets")
    twin.act("tear_off")
    look = twin.look()
    assert (look["in_tray"], look["printed"], look["hanging"], look["last_lines"]) == (0, 1, [], [])


def test_only_the_last_tickets_are_kept():
    twin = EscposTwin(print_mm_s=10_000.0)
    for _ticket in range(60):
        twin.receive(commands.text("A012") + b"\n" + commands.cut())
        _live(twin, 1.0)
    assert (twin.printed, len(twin.tickets)) == (60, 50)


@pytest.mark.parametrize("mm", [-1, "much", None])
def test_an_amount_of_paper_that_is_none_is_refused(mm):
    with pytest.raises(UnknownActionError, match="set_paper"):
        EscposTwin().act("set_paper", mm=mm)


@pytest.mark.parametrize("cut", range(1, 12))
def test_real_time_commands_are_obeyed_in_any_cut_of_the_stream(cut):
    stream = (
        b"text" + commands.real_time_status(1) + b"more" + commands.real_time_status(4) + b"end"
    )
    twin = EscposTwin()
    said = b"".join(twin.receive(stream[at : at + cut]) for at in range(0, len(stream), cut))
    assert len(said) == 2
