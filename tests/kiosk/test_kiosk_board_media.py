"""What boards play over HTTP: headquarters' media from our own server, in each board's layout."""

import dataclasses
import datetime as dt
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from kiosk_hall import FakeHall, hall_at, medium
from kiosk_served import Kiosk, kiosk_before

from kiosk.board.config import BoardConfig, ZoneConfig
from kiosk.board.media import programme_at
from kiosk.board.shelf import Shelf, ShelfError
from kiosk.config import KioskConfig

PICTURE = b"\x89PNG and so on"
ZONES = [
    BoardConfig("ground", "calls", [ZoneConfig(counters=["c1", "c2"])]),
    BoardConfig("first", "media", [ZoneConfig(counters=["c3"])], directions={"c3": "back"}),
]


@pytest.fixture
async def boards(hall: FakeHall, hall_socket: Path) -> AsyncIterator[Kiosk]:
    config = KioskConfig(boards=ZONES)
    async with hall_at(hall_socket, hall), kiosk_before(hall_socket, config) as kiosk:
        yield kiosk


async def test_two_boards_show_what_each_is_about(boards, hall):
    hall.calls_ticket("A001", 1)
    hall.calls_ticket("C003", 3)
    async with boards.stream("/board/events") as ground:
        state = await ground.until(lambda state: "A001" in state["html"])
        assert "C003" not in state["html"]
    async with boards.stream("/board/events?board=first") as first:
        state = await first.until(lambda state: "C003" in state["html"])
        assert "A001" not in state["html"]
        assert "往回走" in state["html"]


async def test_a_board_that_nobody_has_set_up_is_not_there(boards):
    assert (await boards.http.get("/board?board=cellar")).status_code == 404


async def test_media_are_served_from_here_by_their_hash(boards, hall):
    async with boards.stream("/board/events?board=first") as stream:
        assert (await stream.next())["layout"] == "calls"
        hall.plays(medium("a", seconds=7), a_png=PICTURE)
        state = await stream.until(lambda state: state["media"])
    file = hashlib.sha256(PICTURE).hexdigest() + ".png"
    assert state["layout"] == "media"
    assert state["media"] == [{"kind": "picture", "file": file, "seconds": 7}]
    answer = await boards.http.get(f"/board/media/{file}")
    assert answer.content == PICTURE
    assert answer.headers["content-type"] == "image/png"
    assert "immutable" in answer.headers["cache-control"]
    part = await boards.http.get(f"/board/media/{file}", headers={"range": "bytes=0-3"})
    assert (part.status_code, part.content) == (206, PICTURE[:4])


async def test_a_board_of_calls_plays_nothing_but_shows_lines_of_text(boards, hall):
    async with boards.stream("/board/events") as stream:
        text = medium("t", "text", text="手机缴费", text_english="Pay by telephone")
        hall.plays(medium("a"), text, a_png=PICTURE)
        state = await stream.until(lambda state: "手机缴费" in state["html"])
    assert (state["layout"], state["media"]) == ("calls", [])


async def test_a_file_that_is_here_is_not_fetched_again(boards, hall):
    async with boards.stream("/board/events?board=first") as stream:
        hall.plays(medium("a"), a_png=PICTURE)
        await stream.until(lambda state: state["media"])
        hall.plays(medium("a", seconds=3))
        await stream.until(lambda state: state["media"] and state["media"][0]["seconds"] == 3)
    assert hall.document_looks == 1


async def test_what_is_played_goes_on_while_the_hall_is_away(boards, hall):
    async with boards.stream("/board/events?board=first") as stream:
        hall.plays(medium("a"), a_png=PICTURE)
        await stream.until(lambda state: state["media"])
        hall.goes_away()
        state = await stream.until(lambda state: state["board"] is None)
    assert "暂停服务" in state["html"]
    assert state["media"]


async def test_no_path_leads_out_of_the_media(boards):
    for name in ("x.png", "..%2f..%2fetc%2fpasswd", "0" * 64 + ".png"):
        assert (await boards.http.get(f"/board/media/{name}")).status_code == 404


def test_a_clip_is_on_in_its_hours_and_only_once_it_is_here():
    shelf = Shelf(1000)
    name = hashlib.sha256(PICTURE).hexdigest()
    here = medium("a", document_hash=name, hours=["mon 08:00-12:00"])
    coming = medium("b", document_hash="f" * 64)
    shelf.put(f"{name}.png", PICTURE)
    monday = dt.datetime(2026, 3, 2, 9, 0)
    assert [clip.file for clip in programme_at((here, coming), monday, shelf).clips] == [
        f"{name}.png"
    ]
    assert programme_at((here, coming), monday + dt.timedelta(1), shelf).clips == ()
    shelf.close()


def test_the_shelf_is_bounded_and_leaves_nothing_behind():
    shelf = Shelf(20)
    name = hashlib.sha256(PICTURE).hexdigest() + ".png"
    shelf.put(name, PICTURE)
    path = shelf.path(name)
    with pytest.raises(ShelfError, match="too many"):
        shelf.put(hashlib.sha256(b"another one").hexdigest() + ".png", b"another one")
    with pytest.raises(ShelfError, match="not what"):
        shelf.put("0" * 64 + ".png", b"")
    shelf.close()
    assert not path.exists()
    assert not path.parent.exists()


def test_boards_that_nobody_could_tell_apart_are_refused():
    with pytest.raises(ValueError, match="'hall' stands there twice"):
        dataclasses.replace(KioskConfig(), boards=[BoardConfig("hall"), BoardConfig("hall")])
