"""Schemathesis over the hall's document: what is sent as it says is answered as it says."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
import schemathesis
from api_hall import ApiHall, open_hall, short_dir
from api_table import TABLE
from hypothesis import HealthCheck, Phase, settings
from openapi_routes import DOCUMENT, ENDLESS
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]

# Schemathesis cannot read the tuples of OpenAPI 3.1 in answers; `test_api_document` does.
WITH_TUPLES = {"GET /v1/sync/state", "POST /v1/sync/epochs"}
# What `Asked` can send.
SENT = ("method", "url", "params", "headers", "json", "data")

SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
SCHEMA.config.phases.update(phases=["fuzzing"])
FINITE = SCHEMA.exclude(path=[each.partition(" ")[2] for each in ENDLESS])


class Asked:
    """A hall on a loop of its own that outlives every example."""

    def __init__(self, runner: asyncio.Runner, hall: ApiHall) -> None:
        self._runner = runner
        self._hall = hall
        self._token = runner.run(hall.sign_in())

    def ask(self, role: str, **said: Any) -> Any:
        return self._runner.run(self._ask(role, said))

    async def _ask(self, role: str, said: dict[str, Any]) -> Any:
        async with self._hall.client(role, self._token) as client:
            return await client.request(**said)


@pytest.fixture(scope="module")
def asked() -> Iterator[Asked]:
    with short_dir() as path, asyncio.Runner() as runner:
        stack = AsyncExitStack()
        hall = runner.run(stack.enter_async_context(open_hall(path / "hall")))
        try:
            yield Asked(runner, hall)
        finally:
            runner.run(stack.aclose())


@FINITE.parametrize()
@settings(
    max_examples=4,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_what_is_sent_as_the_document_says_is_answered_as_it_says(case, asked):
    sent = case.as_transport_kwargs(base_url="http://hall")
    sent = {name: sent[name] for name in SENT if sent.get(name) is not None}
    if isinstance(sent.get("data"), bytes):
        sent["content"] = sent.pop("data")
    asks_for = f"{case.method} {case.path}"
    checks = CHECKS[:-1] if asks_for in WITH_TUPLES else CHECKS
    role = min(TABLE[asks_for].sockets)
    case.validate_response(asked.ask(role, **sent), checks=checks)
