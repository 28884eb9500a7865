"""What stands in the rows of the board: in line, in either language, and most urgent first."""

from dataclasses import replace

import pytest
import supervisor_halls as halls
from rich.cells import cell_len
from supervisor_halls import NOW_MS
from supervisor_still import bad, calm

from edge.staff.supervisor import attention, rows
from edge.staff.supervisor.board import Board, Seen, lost, rings
from edge.staff.supervisor.figures import devices_well, figures
from edge.staff.supervisor.words import Language


def seen_of(board: Board) -> Seen:
    assert board.seen is not None
    return board.seen


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("width", [30, 46, 70, 120])
def test_every_row_is_exactly_as_wide_as_its_panel(language: Language, width: int) -> None:
    board = bad(language)
    seen = seen_of(board)
    drawn = [
        *(rows.counter_row(board, seen, each, NOW_MS, width) for each in seen.picture.counters),
        *(rows.queue_row(board, seen, each, NOW_MS, width) for each in seen.picture.queues),
        *(rows.item_row(board, each, NOW_MS, width) for each in attention.items(board)),
    ]
    assert {row.cell_len for row in drawn} == {width}


@pytest.mark.parametrize("language", list(Language))
def test_headings_stand_over_their_columns(language: Language) -> None:
    board = calm(language)
    assert rows.counter_head(board, 46).cell_len <= 46
    assert rows.queue_head(board, 31).cell_len <= 31
    assert cell_len(rows.ticket_head(board).plain) <= 80


def test_what_needs_somebody_stands_most_urgent_first() -> None:
    kinds = [(each.kind, each.needed) for each in attention.items(bad())]
    assert kinds[:4] == [("help", True), ("help", True), ("alert", True), ("alert", True)]
    assert kinds[-1] == ("notice", False)
    assert [needed for _, needed in kinds] == sorted((n for _, n in kinds), reverse=True)


def test_a_call_that_somebody_sees_to_is_no_emergency_any_more() -> None:
    seen = seen_of(bad())
    assert attention.emergency(seen) is not None
    call = halls.help_call("3", "emergency", accepted_by="3001")
    assert attention.emergency(replace(seen, picture=halls.picture(help=[call]))) is None


def test_a_bell_is_for_what_is_new_and_for_what_has_grown() -> None:
    seen = seen_of(calm())
    alert = replace(seen, picture=halls.picture(alerts=[halls.alert("wait", "pay-bill", 1, 12)]))
    higher = replace(seen, picture=halls.picture(alerts=[halls.alert("wait", "pay-bill", 2, 17)]))
    assert rings(seen, alert)
    assert not rings(alert, alert)
    assert rings(alert, higher)
    assert not rings(higher, seen)


def test_waits_go_on_between_two_looks_at_the_hall() -> None:
    seen = seen_of(calm())
    queue = seen.picture.queues[0]
    assert rows.longest_s(seen, queue, NOW_MS + 60_000) == queue.longest_wait_s + 60
    assert seen.now_ms(12.5) == NOW_MS + 12_500


def test_clocks_stand_still_while_the_controller_is_lost() -> None:
    board = lost(calm(), 5.0)
    assert board.now_ms(500.0) == NOW_MS + 5_000


def test_a_wait_past_its_target_is_a_word_and_not_a_colour_alone() -> None:
    board = bad()
    marks = [
        rows.queue_row(board, seen_of(board), each, NOW_MS, 31).plain.split()[-1]
        for each in seen_of(board).picture.queues
    ]
    assert marks == ["超", "8:00/10", "超", "无", "停", "4:00/15"]


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "0:00"), (-5, "0:00"), (204, "3:24"), (3599, "59:59"), (4260, "1h11")]
)
def test_a_length_of_time_is_short(seconds: int, said: str) -> None:
    assert rows.span(seconds) == said


def test_figures_of_a_day_without_visitors_are_no_shares_of_nothing() -> None:
    empty = halls.figures(called=0, in_time=0, rated=0, mean_grade=None)
    told = dict(figures(replace(seen_of(calm()), picture=halls.picture(figures=empty))))
    values = {word.english: value for word, value in told.items()}
    assert (values["in time"], values["rating"]) == ("-", "-")
    assert devices_well(seen_of(bad())) == (6, 8)


def test_a_hall_that_names_what_this_terminal_does_not_know_is_shown_all_the_same() -> None:
    board = calm()
    picture = halls.picture(
        alerts=[halls.alert("moonlight", "roof", 1, 3)],
        help=[halls.help_call("ticket-9", "thirst")],
        counters=[halls.manned(1, "dancing")],
    )
    odd = replace(board, seen=replace(seen_of(board), picture=picture))
    titles = [board.say(each.title) for each in attention.items(odd)]
    assert titles[0] == "thirst"
    drawn = rows.counter_row(odd, seen_of(odd), picture.counters[0], NOW_MS, 46)
    assert "dancing" in drawn.plain
