"""Which screens are let in stands in the journal, once, however often it is told."""

from pathlib import Path

from edgefakes import TestedHall, in_virtual_time
from supervised import power_cut, supervised

from edge.domain.now import ScreenNow

BOARD, TICKET = ("board", "hall-2f"), ("ticket", "ticket-1")


def told(tested: TestedHall) -> list[tuple[str, str, str]]:
    """Return what the journal says of screens."""
    facts = [each.fact for each in tested.facts()]
    return [
        (fact.kind, fact.role, fact.subject) for fact in facts if fact.kind.startswith("Screen")
    ]


@in_virtual_time
async def test_what_is_new_or_gone_is_a_fact_and_what_is_told_again_is_not(tmp_path: Path):
    tested = await supervised(tmp_path)
    screens = tested.hall.supervision.screens
    both = {BOARD: ScreenNow(1, "root"), TICKET: ScreenNow(2, "root")}
    for _ in range(2):
        assert [each["name"] for each in await screens.tell(both)] == ["hall-2f", "ticket-1"]
    await screens.tell({TICKET: ScreenNow(2, "root")})
    assert told(tested) == [
        ("ScreenPaired", *BOARD),
        ("ScreenPaired", *TICKET),
        ("ScreenRevoked", *BOARD),
    ]


@in_virtual_time
async def test_another_browser_under_the_same_name_is_told_too(tmp_path: Path):
    tested = await supervised(tmp_path)
    for at in (1, 2):
        await tested.hall.supervision.screens.tell({TICKET: ScreenNow(at, "root")})
    assert told(tested) == [("ScreenPaired", *TICKET)] * 2


@in_virtual_time
async def test_what_was_paired_is_known_after_a_power_cut(tmp_path: Path):
    tested = await supervised(tmp_path)
    await tested.hall.supervision.screens.tell({TICKET: ScreenNow(2, "root")})
    tested = await power_cut(tested)
    [listed] = tested.hall.supervision.screens.listed()
    assert listed == {"role": "ticket", "name": "ticket-1", "at": 2, "by": "root"}
