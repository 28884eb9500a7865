"""Whatever is sent, the answer is one of the API's own, and never a fault of the controller."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from api_hall import ApiHall, open_hall, short_dir
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_routes import DOCUMENT, ENDLESS, OPERATIONS, Operation, mismatch

ERROR = DOCUMENT["components"]["schemas"]["ErrorAnswer"]
FINITE = [each for each in OPERATIONS if str(each) not in ENDLESS]
JSON = {"Content-Type": "application/json"}
ROLES = ("kiosk", "sync", "staff", "engineer", "tcp")

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
# Values that mean something, so that requests also get past the first check.
telling = st.sampled_from(
    ["pay-bill", "payment", "elderly", "none", "screen", "paper", "1001", "2468", "1", 1, 5, 9]
)
FIELDS = sorted(
    {
        name
        for schema in DOCUMENT["components"]["schemas"].values()
        for name in schema.get("properties", {})
    }
)
bodies = st.dictionaries(st.sampled_from(FIELDS) | st.text(), telling | anything, max_size=6)
ascii_text = st.text(st.characters(min_codepoint=32, max_codepoint=126))


class Fuzzed:
    """A hall on a loop of its own that outlives every example."""

    def __init__(self, runner: asyncio.Runner, hall: ApiHall) -> None:
        self._runner = runner
        self._hall = hall
        self._token = runner.run(hall.sign_in())

    def ask(self, operation: Operation, role: str, url: str = "", **said: Any) -> httpx.Response:
        return self._runner.run(self._ask(operation, role, url or operation.url, said))

    async def _ask(
        self, operation: Operation, role: str, url: str, said: dict[str, Any]
    ) -> httpx.Response:
        async with self._hall.client(role, self._token) as client:
            return await client.request(operation.method, url, **said)


@pytest.fixture(scope="module")
def fuzzed() -> Iterator[Fuzzed]:
    with short_dir() as path, asyncio.Runner() as runner:
        stack = AsyncExitStack()
        hall = runner.run(stack.enter_async_context(open_hall(path / "hall")))
        try:
            yield Fuzzed(runner, hall)
        finally:
            runner.run(stack.aclose())


def check(operation: Operation, response: httpx.Response) -> None:
    """Assert that the answer is in the document, and no fault of the controller."""
    assert response.status_code < 500, response.text
    if response.status_code >= 400:
        assert not mismatch(response.json(), ERROR)
    elif schema := operation.answer_schema(response.status_code):
        assert not mismatch(response.json(), schema)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(FINITE), st.sampled_from(ROLES), bodies | anything)
def test_any_json_gets_an_answer_of_the_document(
    fuzzed: Fuzzed, operation: Operation, role: str, body: Any
) -> None:
    check(operation, fuzzed.ask(operation, role, content=json.dumps(body), headers=JSON))


@settings(max_examples=75, deadline=None)
@given(st.sampled_from(FINITE), st.binary(max_size=200))
def test_any_bytes_get_an_answer_of_the_document(
    fuzzed: Fuzzed, operation: Operation, body: bytes
) -> None:
    check(operation, fuzzed.ask(operation, "tcp", content=body, headers=JSON))


@settings(max_examples=75, deadline=None)
@given(st.sampled_from(FINITE), st.text(max_size=20), ascii_text, ascii_text)
def test_any_path_query_and_headers_get_an_answer_of_the_document(
    fuzzed: Fuzzed, operation: Operation, name: str, key: str, query: str
) -> None:
    gap = quote(name, safe="")
    url = operation.path.format_map(defaultdict(lambda: gap)) + f"?after={quote(query)}"
    headers = {"Idempotency-Key": key, "Last-Event-ID": key}
    response = fuzzed.ask(operation, "sync", url, headers=headers)
    assert response.status_code < 500, response.text
