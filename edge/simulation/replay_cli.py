"""`atrium simulate replay`: a past day under other rules, or with another counter plan."""

import datetime as dt
import json
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from edge.cli.options import DEFAULT_STATE, Config, Json, State
from edge.config import text_of
from edge.errors import UnusableError

if TYPE_CHECKING:
    from edge.domain import facts as f
    from edge.simulation.replay_figures import Row, Scene
    from edge.simulation.replay_run import LocalMinute, Terms

_Journal = Annotated[
    Path | None, typer.Option(help="A journal to read in place of the state's.", readable=False)
]
_Day = Annotated[str, typer.Option(help="The business day, such as 2026-03-02; the last if none.")]
_Rules = Annotated[
    Path | None, typer.Option(help="The rules to try; those of that day if none.", readable=False)
]
_Counters = Annotated[
    Path | None,
    typer.Option(help="Counters to change: a TOML file, see docs/rules.md.", readable=False),
]
_Picture = Annotated[
    Path | None, typer.Option(help="Write a picture, an SVG file.", writable=False)
]


def replay(
    config: Config,
    state: State = DEFAULT_STATE,
    journal: _Journal = None,
    day: _Day = "",
    rules: _Rules = None,
    counters: _Counters = None,
    picture: _Picture = None,
    as_json: Json = False,
) -> None:
    """Live a past day again under other rules or with other counters, and compare the waits.

    Who came when, how long each took and who stayed away is as it was.
    """
    from edge.settings import load_settings  # noqa: PLC0415 - the other commands need none of this
    from edge.simulation.replay_day import read_day  # noqa: PLC0415
    from edge.simulation.replay_figures import as_it_was, as_lived, rows  # noqa: PLC0415
    from edge.simulation.replay_run import live_again  # noqa: PLC0415
    from edge.simulation.replay_terms import terms_of_then  # noqa: PLC0415

    if rules is None and counters is None:
        raise UnusableError("--rules, --counters: there is nothing to try without either")
    settings = load_settings(config)
    local_minute = _local_minute(settings.timezone)
    past = read_day(_facts_of(journal or state / "journal.db", day))
    then = terms_of_then(past, settings.hall.plan, local_minute)
    tried = _tried(then, rules, counters)
    scenes = [as_it_was(past, local_minute)]
    for name, terms in (("the same again", then), ("tried", tried)):
        scenes.append(as_lived(name, past, live_again(past, terms), local_minute))
    _tell(past.day, scenes, rows(scenes, then.plan), picture, as_json=as_json)


def _local_minute(zone: ZoneInfo) -> "LocalMinute":
    def minute(at: int) -> int:
        local = dt.datetime.fromtimestamp(at / 1000, zone)
        return local.hour * 60 + local.minute

    return minute


def _tried(then: "Terms", rules: Path | None, counters: Path | None) -> "Terms":
    from edge.simulation.replay_terms import (  # noqa: PLC0415
        read_counters,
        with_counters,
        with_rules,
    )

    tried = then
    if rules is not None:
        tried = with_rules(tried, text_of(rules), str(rules))
    if counters is not None:
        tried = with_counters(tried, read_counters(counters))
    return tried


def _facts_of(journal: Path, day: str) -> "list[f.Recorded]":
    """Return the facts of a business day. Raises `UnusableError`, `StorageError`."""
    from edge.journal.rows import recorded_of  # noqa: PLC0415
    from edge.journal.store import JournalReader  # noqa: PLC0415

    with closing(JournalReader(journal)) as reader:
        days = reader.days()
        found = [at for at, (_seq, name) in enumerate(days) if day in ("", name)]
        if not found:
            known = ", ".join(name for _seq, name in days[-5:])
            raise UnusableError(f"--day: {journal} has no {day!r}; its last days: {known}")
        begin = days[found[-1]][0]
        behind = days[found[-1] + 1][0] if found[-1] + 1 < len(days) else reader.last() + 1
        return [recorded_of(row) for row, _hash in reader.rows(begin - 1, behind - begin)]


def _tell(
    day: str, scenes: "list[Scene]", table: "list[Row]", picture: Path | None, *, as_json: bool
) -> None:
    from edge.simulation.replay_picture import picture as drawn  # noqa: PLC0415
    from edge.simulation.replay_shown import document, show  # noqa: PLC0415

    title = f"{day} lived again"
    if picture is not None:
        try:
            picture.write_text(drawn(title, scenes, table), encoding="utf-8")
        except OSError as error:
            raise UnusableError(f"--picture: {picture}: {error.strerror}") from None
    if as_json:
        sys.stdout.write(json.dumps(document(day, scenes, table), ensure_ascii=False) + "\n")
    else:
        show(title, scenes, table, Console(highlight=False))
