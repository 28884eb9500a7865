"""Durable tickets a second over HTTP, against a bare handler with one commit per request."""

import asyncio
import itertools
from pathlib import Path

from bench.callers import Answers, call, post
from bench.figure import Figure, Goal
from bench.halls import controller, socket_of, write_config
from bench.processes import module, running, wait_until_it_answers
from bench.run import Run, in_turns, median, quantile

CONNECTIONS = 16
_WARM_UP_S = 0.3
_WISH = b'{"service":"pay-bill","delivery":"none"}'
_keys = itertools.count()


def measure(run: Run) -> list[Figure]:
    """Measure 16 connections to a real controller, in turns with 16 to the bare server."""
    duration_s = 0.2 if run.quick else 2.0

    def ours() -> Answers:
        with run.fresh_folder() as folder:
            state = folder / "hall"
            with controller(write_config(folder), state):
                return _called(socket_of(state, "kiosk"), duration_s)

    def bare() -> Answers:
        with run.fresh_folder() as folder:
            address = folder / "bare.sock"
            command = module("bench.bare_server", address, folder / "bare.db")
            with running(command, folder / "bare.log") as process:
                wait_until_it_answers(process, address, "/v1/health")
                return _called(address, duration_s)

    rounds = run.size(7, 1)
    return _figures(*in_turns(run, f"tickets over {CONNECTIONS} connections", rounds, ours, bare))


def _called(address: Path, duration_s: float) -> Answers:
    def ask(_number: int) -> bytes:
        return post("/v1/visits", _WISH, f"bench-{next(_keys)}")

    asyncio.run(call(address, CONNECTIONS, _WARM_UP_S, ask))
    return asyncio.run(call(address, CONNECTIONS, duration_s, ask))


def _figures(ours: list[Answers], bare: list[Answers]) -> list[Figure]:
    against = "bare Starlette handler, one commit a request"

    def of(share: float, answers: list[Answers]) -> float:
        return median(quantile(each.took_s, share) for each in answers) * 1000

    return [
        Figure(
            "http-tickets",
            median(each.per_s for each in ours),
            "tickets/s",
            median(each.per_s for each in bare),
            f"durable tickets over HTTP, {CONNECTIONS} connections",
            against,
            Goal("≥", 0.6),
        ),
        Figure(
            "http-tickets-p50", of(0.5, ours), "ms", of(0.5, bare), "… answered, median", against
        ),
        Figure(
            "http-tickets-p99", of(0.99, ours), "ms", of(0.99, bare), "… answered, p99", against
        ),
    ]
