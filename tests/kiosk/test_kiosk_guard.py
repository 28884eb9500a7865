"""What stands before every page: foreign sites, foreign names, headers, and bodies too large."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from let_in import ComesByLink

from edge.client import HallClient
from kiosk.config import KioskConfig
from kiosk.form.config import FormConfig
from kiosk.form.script import form_screens
from kiosk.pairing.house import House, Ports
from kiosk.web import create_app

URL = "http://127.0.0.1"
OWN_PAGE = {"Origin": URL, "X-Atrium-Screen": "ticket"}
PATHS = [
    "/ticket",
    "/board",
    "/evaluator/1",
    "/healthz",
    "/static/ticket.js",
    "/static/base.css",
    "/nowhere",
]
TOUCH = {"dialogue": "d", "action": "touch"}


@pytest.fixture
async def http(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The application itself, before any hall: nothing here needs one."""
    house = House(Ports(tmp_path), 300.0)
    app = create_app(KioskConfig(evaluators=["1"]), lambda: HallClient("/nowhere"), house=house)
    browser = httpx.ASGITransport(app)
    by_link = ComesByLink(house)
    async with httpx.AsyncClient(transport=browser, base_url=URL, auth=by_link) as http:
        yield http


@pytest.mark.parametrize("path", PATHS)
async def test_every_answer_is_neither_kept_nor_open_to_foreign_code(http, path):
    headers = (await http.get(path)).headers
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"].startswith("default-src 'self'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "camera=()" in headers["permissions-policy"]
    assert "*" not in headers["permissions-policy"]
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"


async def test_only_pages_of_a_screen_with_a_camera_may_look_through_it(tmp_path):
    house = House(Ports(tmp_path), 300.0)
    kinds = [form_screens(FormConfig(camera=True))]
    app = create_app(KioskConfig(), lambda: HallClient("/nowhere"), kinds=kinds, house=house)
    browser = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=browser, base_url=URL, auth=ComesByLink(house)
    ) as screens:
        rights = {
            path: (await screens.get(path)).headers["permissions-policy"]
            for path in ("/form", "/ticket", "/static/form.js")
        }
    assert "camera=(self)" in rights["/form"] and "microphone=()" in rights["/form"]
    assert "camera=()" in rights["/ticket"] and "camera=()" in rights["/static/form.js"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"Origin": "http://elsewhere.example"},
        {"Origin": ""},
        {"X-Atrium-Screen": None},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_a_touch_from_a_foreign_page_is_refused(http, wrong):
    headers = OWN_PAGE | wrong
    given = {name: value for name, value in headers.items() if value is not None}
    answer = await http.post("/ticket/touch", json=TOUCH, headers=given)
    assert answer.status_code == 403


async def test_a_foreign_name_for_this_server_is_refused(http):
    answer = await http.get("/ticket", headers={"Host": "elsewhere.example"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"no json", 422),
        (b'{"dialogue": "d", "action": "dance"}', 422),
        (b'{"dialogue": "d", "action": "service", "value": "../etc"}', 422),
        (b'{"dialogue": "d", "action": "touch", "more": 1}', 422),
        (b" " * 2000, 413),
    ],
)
async def test_what_is_no_touch_is_refused_in_one_line(http, body, status):
    answer = await http.post("/ticket/touch", content=body, headers=OWN_PAGE)
    assert answer.status_code == status
    assert len(answer.text.splitlines()) == 1


async def test_pages_hold_no_inline_code_and_name_no_other_server(http):
    for path in ("/ticket", "/board", "/evaluator/1"):
        page = (await http.get(path)).text
        assert "style=" not in page
        assert "<style" not in page
        assert "onclick" not in page
        assert "<script>" not in page
        assert "http://" not in page
        assert "https://" not in page


async def test_health_tells_whether_the_hall_is_there(http):
    assert (await http.get("/healthz")).json() == {"status": "ok", "hall": "away"}
