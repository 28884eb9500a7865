"""The address that pictures are sent to: bounded, JPEG alone, for the page that waits for one."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from let_in import ComesByLink

from edge.client import HallClient
from kiosk.config import KioskConfig
from kiosk.form.config import FormConfig
from kiosk.form.pictures import PICTURE_BYTES_MAX
from kiosk.form.script import form_screens
from kiosk.pairing.house import House, Ports
from kiosk.web import create_app

URL = "http://127.0.0.1"
OWN_PAGE = {"Origin": URL, "X-Atrium-Screen": "form"}
JPEG = b"\xff\xd8\xff\xe0"


def browser(folder: Path, *, camera: bool) -> httpx.AsyncClient:
    """Return a browser before the form screen alone, without a hall."""
    house = House(Ports(folder), 300.0)
    kinds = [form_screens(FormConfig(camera=camera))]
    app = create_app(KioskConfig(), lambda: HallClient("/nowhere"), kinds=kinds, house=house)
    by_link = ComesByLink(house)
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url=URL, auth=by_link, headers=OWN_PAGE
    )


@pytest.fixture
async def http(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(tmp_path, camera=True) as http:
        yield http


@pytest.mark.parametrize(
    ("picture", "status"),
    [(b"GIF89a", 422), (b"", 422), (JPEG + bytes(PICTURE_BYTES_MAX), 413), (JPEG, 409)],
)
async def test_what_is_no_picture_too_large_or_not_waited_for_is_refused(http, picture, status):
    answer = await http.post("/form/picture?terminal=form-1", content=picture)
    assert answer.status_code == status


async def test_a_screen_without_a_camera_has_no_such_address(tmp_path):
    async with browser(tmp_path, camera=False) as http:
        answer = await http.post("/form/picture?terminal=form-1", content=JPEG)
    assert answer.status_code in (404, 405)
