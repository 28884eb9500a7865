"""Every route of headquarters answers garbage in one piece: never a failure of its own."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.routing import Mount, Route
from visitorsoffice import KEY, VisitorsOffice

from edge.domain.mobile import secret_of

LIVE = ("/live", "/m/{secret}/live")  # they have no end; what they refuse is tested beside
SECRET = secret_of(KEY, "V1")
KNOWN = [SECRET, "H-01", "V1", "consult", "delay", "rate", "leave", "nothing"]
PIECES = st.sampled_from(KNOWN) | st.text(max_size=40)
NAMES = st.sampled_from(["lang", "hall", "limit", "day", "key", "grade", "words", "f-about"])
VALUES = st.sampled_from(["en", "5", "tap-1", "2026-11-22", "9" * 30]) | st.text(max_size=60)
QUERY = st.dictionaries(NAMES | st.text(max_size=8), VALUES, max_size=5)
BODY = st.binary(max_size=200) | QUERY
METHODS = st.sampled_from(["GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"])
LANGUAGES = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60)
FEW = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[VisitorsOffice]:
    folder: Path = tmp_path_factory.mktemp("garbage")
    office = VisitorsOffice(folder)
    office.ticket("V1", told=(600, 1200))
    yield office
    office.close()


def routes(office: VisitorsOffice) -> list[str]:
    """Return the paths of all routes that end, a mount as something within it."""
    paths = [
        f"{route.path}/{{file}}" if isinstance(route, Mount) else route.path
        for route in office.app.routes
        if isinstance(route, Mount | Route)
    ]
    return sorted({path for path in paths if path not in LIVE})


def test_all_routes_are_tried(office: VisitorsOffice):
    paths = routes(office)
    assert {"/m/{secret}/forms/{form}", "/applications", "/halls/{hall}/words"} <= set(paths)
    assert len(paths) > 12


async def ask(office: VisitorsOffice, method: str, path: str, **said: object) -> httpx.Response:
    wire = httpx.ASGITransport(office.app, raise_app_exceptions=True)
    async with httpx.AsyncClient(transport=wire, base_url="http://localhost") as client:
        return await client.request(method, path, **said)


def filled(path: str, piece: str) -> str:
    """Return `path` with each of its names replaced; the first one is often a page that is."""
    named = path.replace("{secret}", SECRET)
    while "{" in named:
        head, _, rest = named.partition("{")
        named = f"{head}{quote(piece, safe='', errors='replace')}{rest.partition('}')[2]}"
    return named


@FEW
@given(METHODS, st.data(), PIECES, QUERY, BODY, LANGUAGES)
def test_garbage_is_answered_and_never_fails(office, method, data, piece, query, body, language):
    office.later_ms += 60_000  # nobody is too fast
    path = filled(data.draw(st.sampled_from(routes(office))), piece)
    content = {"data": body} if isinstance(body, dict) else {"content": body}
    headers = {"accept-language": language}
    if not isinstance(body, dict):
        headers["content-type"] = "application/x-www-form-urlencoded"
    answer = asyncio.run(ask(office, method, path, params=query, headers=headers, **content))
    assert answer.status_code < 500
    assert "Traceback" not in answer.text


@FEW
@given(PIECES, QUERY)
def test_garbage_instead_of_a_page_is_refused(office, piece, query):
    office.later_ms += 60_000
    for path in ("/m/{file}", "/m/{file}/live", "/m/{file}/forms/consult"):
        way = filled(path, piece if piece != SECRET else "nobody")
        answer = asyncio.run(ask(office, "GET", way, params=query))
        assert 400 <= answer.status_code < 500
