"""`atrium why`: in words, from the journal, whether or not the hall runs."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from edge.controller import build
from edge.domain.plan import ANYBODY
from edge.hall.reserving import Wish
from edge.settings import load_settings
from edge.state_dir import StateDir

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def state(folder: Path, config: Path) -> Path:
    """The state of a hall in which the second of two visitors was called before the first."""
    asyncio.run(_a_call(config, StateDir(folder / "hall")))
    return folder / "hall"


async def _a_call(config: Path, state: StateDir) -> None:
    state.prepare()
    settings = load_settings(config)
    controller = build(settings, state, open_access=False)
    await controller.start()
    hall, counter = controller.hall, settings.hall.plan.counters[0].id
    await hall.tickets.take(Wish("pay-bill"))
    await hall.tickets.take(Wish("pay-bill", priority=1))
    await hall.counters.open(counter, ANYBODY)
    await hall.counters.next(counter, ANYBODY)
    await hall.close()


def test_it_says_who_was_called_and_why_the_other_was_not(run: Run, state: Path, config: Path):
    code, out, err = run("why", "A002", "--state", state, "--config", config)
    assert (code, err) == (0, "")
    chinese, english = out.strip().replace("\n", " ").split("At ", 1)
    assert "A002" in chinese and "A001 未先叫" in chinese
    assert "A002 was called to" in english and "A001 was not" in english


def test_a_program_gets_the_same_as_json(run: Run, state: Path, config: Path):
    code, out, _err = run("why", "A002", "--state", state, "--config", config, "--json")
    assert (code, json.loads(out)["ticket"]) == (0, "A002")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["A001"], "has not been called yet"),
        (["Z999"], "no ticket or visit 'Z999' that day"),
        (["A002", "--before", "Z999"], "no ticket or visit 'Z999' that day"),
        (["A002", "--day", "1999-01-01"], "no business day '1999-01-01'"),
    ],
)
def test_what_it_cannot_answer_is_said_in_one_line(
    run: Run, state: Path, config: Path, arguments: list[str], said: str
):
    code, out, err = run("why", *arguments, "--state", state, "--config", config)
    assert (code, out) == (2, "")
    assert said in err.replace("\n", " ")
    assert "Traceback" not in err
