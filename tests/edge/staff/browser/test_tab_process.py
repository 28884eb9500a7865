"""One tab, one process: what is typed and shown, and how each ends with the other."""

import json

import httpx
import pytest
from staff_fake_hall import until
from tab_served import runs, served, showing, shown, tab
from websockets.exceptions import ConnectionClosed

from edge.listening import TcpAddress
from edge.staff.browser.serving import NotLoopbackError, bind


async def test_what_is_typed_reaches_the_process_and_what_it_shows_comes_back() -> None:
    async with served(showing()) as server, tab(server) as line:
        assert (await shown(line)).endswith(" 90x25")
        await line.send(json.dumps(["stdin", "办"]))
        assert await shown(line) == "D办"
        await line.send(json.dumps(["resize", {"width": 100, "height": 30}]))
        assert json.loads((await shown(line))[1:]) == {
            "type": "resize",
            "width": 100,
            "height": 30,
        }
        await line.send(json.dumps(["ping", "17"]))
        assert json.loads(await shown(line)) == ["pong", "17"]


@pytest.mark.parametrize("arguments", [(), ("stubborn",)], ids=["well-behaved", "stubborn"])
async def test_a_closed_tab_ends_its_process(arguments: tuple[str, ...]) -> None:
    async with served(showing(*arguments), quit_within_s=0.2) as server:
        async with tab(server) as line:
            process = int((await shown(line)).split()[0])
            assert runs(process)
        await until(lambda: not runs(process))


async def test_a_process_that_ends_ends_its_tab() -> None:
    async with served(showing()) as server, tab(server) as line:
        await shown(line)
        await line.send(json.dumps(["stdin", "q"]))
        with pytest.raises(ConnectionClosed):
            await shown(line)


async def test_every_tab_has_a_process_of_its_own_and_there_is_a_bound() -> None:
    async with (
        served(showing(), place_within_s=0.05) as server,
        tab(server) as first,
        tab(server) as second,
    ):
        assert (await shown(first)).split()[0] != (await shown(second)).split()[0]
        page = await _page(server)
        assert page.status_code == 503
        assert "终端已满" in page.text
        async with tab(server) as third:
            with pytest.raises(ConnectionClosed) as full:
                await shown(third)
        assert full.value.rcvd is not None
        assert full.value.rcvd.code == 1013


async def test_a_page_that_is_opened_again_at_once_waits_for_its_place() -> None:
    async with served(showing(), sessions_max=1) as server:
        async with tab(server) as first:
            await shown(first)
        assert (await _page(server)).status_code == 200
        async with tab(server) as again:
            await shown(again)


async def _page(server: str) -> httpx.Response:
    async with httpx.AsyncClient() as browser:
        return await browser.get(f"http://{server}/")


async def test_when_the_server_stops_so_do_its_terminals() -> None:
    async with served(showing()) as server:
        line = await tab(server)
        process = int((await shown(line)).split()[0])
    assert not runs(process)


@pytest.mark.parametrize("sent", ["no JSON", '["quit"]', b"bytes"])
async def test_a_page_that_talks_nonsense_is_hung_up_on(sent: str | bytes) -> None:
    async with served(showing()) as server, tab(server) as line:
        await shown(line)
        await line.send(sent)
        with pytest.raises(ConnectionClosed) as closed:
            await shown(line)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1003


@pytest.mark.parametrize("query", ["", "?width=x&height=25", "?width=99999&height=25"])
async def test_a_size_that_is_none_is_the_smallest_terminal(query: str) -> None:
    async with served(showing()) as server, tab(server, path=f"/ws{query}") as line:
        assert (await shown(line)).endswith(" 80x24")


def test_other_machines_are_refused_before_anything_listens() -> None:
    with pytest.raises(NotLoopbackError, match=r"loopback only, not on 0\.0\.0\.0"):
        bind(TcpAddress("0.0.0.0", 8075))
