"""The estimate of waits is measured on synthetic halls and on a hall's own journal."""

from dataclasses import replace
from pathlib import Path

import pytest

from bench import waits, waits_table
from bench.run import Run
from edge.domain.waits.waits import MODEL
from edge.simulation.synthetic import LIGHT


@pytest.fixture
def a_small_hall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waits, "HALLS", (replace(LIGHT, tickets=120),))


def test_all_models_are_measured_over_the_same_tickets(tmp_path: Path, a_small_hall: None) -> None:
    figures = {each.name: each for each in waits.measure(Run(tmp_path, quick=True))}
    assert set(figures) == {
        f"waits-light{suffix}"
        for suffix in ("", "-moving", "-hol", "-les", "-ten", "-late", "-coverage", "-cost")
    } | {f"waits-crowd{how}-{what}" for how in ("", "-ruled") for what in ("cost", "turn")}
    assert figures["waits-light"].figure > 0
    assert figures["waits-light"].baseline > figures["waits-light"].figure
    assert figures["waits-light-cost"].figure > 0


def test_every_model_has_said_something_of_every_ticket(tmp_path: Path, a_small_hall: None) -> None:
    (hall,) = waits.judged(Run(tmp_path, quick=True))
    models = {each.model for each in hall.scored}
    assert models == {MODEL, "fixed", "moving", "head-of-line", "last-to-enter", "last-ten"}
    counts = {model: sum(each.model == model for each in hall.scored) for model in models}
    assert len(set(counts.values())) == 1


def test_the_table_scores_every_model_by_how_full_the_hall_was(
    a_small_hall: None, capsys: pytest.CaptureFixture[str]
) -> None:
    waits_table.main(by="load", quick=True, journal=None)
    shown = capsys.readouterr().out
    assert "0-2 waiting" in shown
    assert MODEL in shown
    assert "last-to-enter" in shown
