"""What came of simulated days as a JSON document, and how each world is replayed."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from edge.simulation.waits import CounterTimes, all_of, percentile
from edge.simulation.world import Outcome, Script


def document(outcomes: Sequence[Outcome], config: Path | None) -> dict[str, Any]:
    """Return `outcomes` as one JSON document; docs/simulation.md tells its shape."""
    flow = all_of(outcome.flow for outcome in outcomes)
    return {
        "hall_days": sum(outcome.script.days for outcome in outcomes),
        "wrong_worlds": sum(bool(outcome.wrongs) for outcome in outcomes),
        "services": {name: _waits(waited) for name, waited in flow.waited_ms.items()},
        "counters": {name: _times(spent) for name, spent in flow.counters.items()},
        "no_shows": flow.no_shows,
        "never_called": flow.never_called,
        "walked_in": flow.walked_in,
        "worlds": [_world(outcome, config) for outcome in outcomes],
    }


def replay_command(script: Script, config: Path | None) -> str:
    """Return what to type to see the world of `script` once more."""
    words = ["atrium", "simulate", "--seed", script.seed, "--visitors", script.visitors]
    words += ["--badness", repr(script.badness), "--serve", repr(script.serve_mean_s)]
    words += ["--config", config] if config else []
    return shlex.join(map(str, words))


def _waits(waited_ms: list[int]) -> dict[str, float]:
    return {
        "called": len(waited_ms),
        "mean_s": _seconds(sum(waited_ms) / len(waited_ms)),
        "p90_s": _seconds(percentile(waited_ms, 90)),
        "max_s": _seconds(max(waited_ms)),
    }


def _times(spent: CounterTimes) -> dict[str, float]:
    return {
        "served": spent.served,
        "open_s": _seconds(spent.open_ms),
        "called_s": _seconds(spent.called_ms),
        "serving_s": _seconds(spent.serving_ms),
    }


def _seconds(ms: float) -> float:
    return round(ms / 1000, 1)


def _world(outcome: Outcome, config: Path | None) -> dict[str, Any]:
    script = outcome.script
    return {
        "seed": script.seed,
        "days": script.days,
        "visitors": script.visitors,
        "badness": script.badness,
        "serve_s": script.serve_mean_s,
        "wrongs": outcome.wrongs,
        "replay": replay_command(script, config),
        "facts": outcome.facts,
        "tickets": outcome.tickets,
        "served": outcome.served,
        "promises": outcome.promises,
        "excused": outcome.excused,
        "unsure": outcome.unsure,
        "mishaps": outcome.mishaps,
        "drained_s": outcome.drained_s,
        "digest": outcome.digest,
    }
