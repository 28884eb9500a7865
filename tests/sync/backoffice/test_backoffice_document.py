"""Headquarters' OpenAPI document names every route; what it says is answered as it says."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.routing import Route
from visitorsoffice import VisitorsOffice

from sync.backoffice.web.document import ROUTE, document

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
SENT = ("method", "url", "params", "headers", "json", "data")
ENDLESS = ("/live", "/m/{secret}/live")
FILES = ("/m/static/tokens.css", ROUTE.path)

SCHEMA = schemathesis.openapi.from_dict(document())
SCHEMA.config.phases.update(phases=["fuzzing"])
FINITE = SCHEMA.exclude(path=list(ENDLESS))


class Asked:
    """Headquarters with a visit, on a loop of its own that outlives every example."""

    def __init__(self, office: VisitorsOffice, runner: asyncio.Runner) -> None:
        self._app = office.app
        self._runner = runner
        self.secret = office.ticket("V1").removeprefix("/m/")

    def ask(self, **said: Any) -> httpx.Response:
        return self._runner.run(self._ask(said))

    async def _ask(self, said: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(self._app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.request(**said)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    office = VisitorsOffice(Path(tmp_path_factory.mktemp("office")))
    with asyncio.Runner() as runner:
        yield Asked(office, runner)
    office.close()


def test_the_document_names_every_route_and_no_other(tmp_path):
    office = VisitorsOffice(tmp_path)
    there = {
        (route.path, method.lower())
        for route in office.app.routes
        if isinstance(route, Route) and route.path not in FILES
        for method in route.methods - {"HEAD"}
    }
    office.close()
    named = {(path, method) for path, each in document()["paths"].items() for method in each}
    assert named == there


def test_it_is_served_beside_what_it_describes(asked):
    assert asked.ask(method="GET", url=ROUTE.path).json() == document()


@FINITE.parametrize()
@settings(
    max_examples=8,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_what_is_sent_as_the_document_says_is_answered_as_it_says(case, asked):
    if "secret" in case.path_parameters:
        case.path_parameters["secret"] = asked.secret
    sent = case.as_transport_kwargs(base_url="http://127.0.0.1")
    sent = {name: sent[name] for name in SENT if sent.get(name) is not None}
    if isinstance(sent.get("data"), bytes):
        sent["content"] = sent.pop("data")
    case.validate_response(asked.ask(**sent), checks=CHECKS)
