"""Planting itself: a mistake is where it should be, says that it ran, or is refused loudly."""

from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import pytest
from bugs import BUGS, UnknownBugError, plant
from hunting import LAYERS, Outcome, hunt, paths_of
from planting import Bug, Change, DisarmedError, changed, plant_changes


def sum_of(first: int, second: int) -> int:
    return first + second


def larger_of(first: int, second: int) -> int:
    if first > second:  # the first
        return first
    return second


def twice(first: int) -> int:
    first += first
    first += first
    return first


@contextmanager
def opened(name: str):
    yield name


def counting(start: int) -> Callable[[], int]:
    def count() -> int:
        return start + 1

    return count


class Till:
    """Something with methods."""

    money = 3

    def take(self, amount: int) -> int:
        return self.money - amount

    @property
    def empty(self) -> bool:
        return self.money == 0


def planted(where: str, right: str, wrong: str) -> list[str]:
    """Plant, and return the list of what ran, which grows."""
    ran: list[str] = []
    plant_changes([Change(f"{__name__}:{where}", right, wrong)], ran.append)
    return ran


def refused(where: str, right: str, wrong: str) -> str:
    with pytest.raises(DisarmedError) as refusal:
        planted(where, right, wrong)
    return str(refusal.value)


def test_whoever_has_imported_the_function_has_the_mistake_and_it_is_counted():
    imported_before = sum_of
    ran = planted("sum_of", "return first + second", "return first - second")
    assert ran == []
    assert imported_before(5, 3) == 2
    assert ran == [f"{__name__}:sum_of"]


def test_a_condition_is_replaced_above_its_block_and_comments_do_not_count():
    ran = planted("larger_of", "if first > second:", "if first < second:")
    assert larger_of(5, 3) == 3
    assert len(ran) == 1


def test_methods_properties_and_context_managers_are_planted_where_they_are_defined():
    planted("Till.take", "return self.money - amount", "return self.money")
    planted("Till.empty", "return self.money == 0", "return True")
    planted("opened", "yield name", "yield name[:1]")
    assert (Till().take(1), Till().empty) == (3, True)
    with opened("abc") as name:
        assert name == "a"


def test_a_line_that_is_gone_or_there_twice_is_refused():
    assert "found no more" in refused("counting", "return start + 2", "return 0")
    assert "found 2 times" in refused("twice", "first += first", "")


def test_what_is_not_there_or_is_no_function_is_refused():
    assert "no_such_thing" in refused("no_such_thing", "pass", "")
    assert "not a function" in refused("Till.money", "pass", "")


def test_planted_code_that_could_not_work_is_refused():
    assert "does not know firs" in refused("twice", "return first", "return firs")
    assert "invalid syntax" in refused("twice", "return first", "return first +")


def test_an_unknown_bug_is_named_with_those_there_are():
    with pytest.raises(UnknownBugError, match="no planted bug 'x'; there are: acknowledge-"):
        plant("x")


def test_every_bug_names_layers_there_are_and_tests_there_are():
    for bug in BUGS.values():
        assert bug.changes and bug.caught_by and set(bug.caught_by) <= set(LAYERS)
    selections = [*LAYERS.values(), *(s for bug in BUGS.values() for s in bug.caught_by.values())]
    words = [path for selection in selections for path in paths_of(selection)]
    paths = {word.rpartition("=")[2].partition("::")[0] for word in words}
    assert [path for path in sorted(paths) if not Path(path).exists()] == []


def test_a_bug_that_never_runs_is_no_survivor():
    never = hunt("chain-over-new-json", "edge/domain/test_domain_leg.py")
    assert never.outcome is Outcome.NOT_RUN


def test_tests_that_are_not_there_have_caught_nothing():
    assert hunt("chain-over-new-json", "edge/no_such_test.py").outcome is Outcome.BROKEN


@pytest.mark.parametrize("bug", BUGS.values(), ids=lambda bug: bug.name)
def test_every_planted_bug_has_a_place_in_the_product(bug: Bug):
    assert len(list(changed(bug.changes))) == len({change.where for change in bug.changes})
