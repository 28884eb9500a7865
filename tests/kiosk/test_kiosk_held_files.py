"""Styles, scripts and pictures of the screens: what is there is answered as what it is."""

from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from kiosk.held_files import held_files


@pytest.fixture
async def browser(tmp_path: Path):
    folder = tmp_path / "static"
    (folder / "deeper").mkdir(parents=True)
    (folder / "page.css").write_text("p { color: red }")
    (folder / "page.js").write_text("export {};")
    (folder / "mark.svg").write_text("<svg/>")
    (tmp_path / "secret.css").write_text("nobody's")
    app = Starlette(routes=[held_files("/static", folder)])
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://screens") as client:
        yield client


async def test_each_file_is_answered_with_its_type(browser):
    found = {}
    for name in ("page.css", "page.js", "mark.svg"):
        answer = await browser.get(f"/static/{name}?1234")
        found[name] = answer.status_code, answer.headers["content-type"].partition(";")[0]
    assert found == {
        "page.css": (200, "text/css"),
        "page.js": (200, "text/javascript"),
        "mark.svg": (200, "image/svg+xml"),
    }


@pytest.mark.parametrize("name", ["none.css", "deeper", "%2e%2e%2fsecret.css", "..%5csecret.css"])
async def test_nothing_else_is_answered(browser, name):
    assert (await browser.get(f"/static/{name}")).status_code == 404


async def test_nothing_is_taken_there(browser):
    assert (await browser.post("/static/page.css", content=b"p { color: blue }")).status_code == 405
