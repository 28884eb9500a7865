"""A screen is answered as its role and name alone, as long as it is paired, and no other is."""

import httpx
import pytest
from kiosk_served import Stream
from let_in import link_for
from reception_tablet import Front, code_on, front
from starlette.routing import Mount, Route

from kiosk.config import KioskConfig
from kiosk.pairing.office import RefusedHereError
from kiosk.pairing.register import Register
from kiosk.pairing.roles import OPEN_TO_ALL, ROLES, first_part, place_of

HALL = KioskConfig(terminals=["ticket-1", "ticket-2"], evaluators=["1"])


def browser(there: Front) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=there.url, follow_redirects=True, timeout=60)


async def touches(http: httpx.AsyncClient, url: str, path: str) -> int:
    touch = {"dialogue": "d", "action": "touch"}
    headers = {"Origin": url, "X-Atrium-Screen": "1"}
    return (await http.post(path, json=touch, headers=headers)).status_code


async def test_a_board_gives_no_tickets_and_sees_no_other_screen(tmp_path):
    async with front(tmp_path, kiosk=HALL) as there, browser(there) as board:
        opened = await board.get(link_for(there.house, "/board"))
        assert opened.url.path == "/board"
        assert 'class="code"' not in opened.text
        for path in ("/ticket", "/evaluator/1", "/query", "/form", "/counter", "/reception"):
            assert code_on((await board.get(path)).text)
            assert await touches(board, there.url, f"{path}/touch") == 401
            events = (await board.get(f"{path}/events")).text
            assert '"revision": ""' in events
            assert "html" not in events


async def test_a_token_under_another_screens_name_opens_nothing(tmp_path):
    async with front(tmp_path, kiosk=HALL) as there, browser(there) as screen:
        await screen.get(link_for(there.house, "/ticket?terminal=ticket-1"))
        [(name, token)] = screen.cookies.items()
        other = place_of("/ticket", "terminal=ticket-2").cookie("atrium")
        assert name != other
        for path, cookie in (("/ticket?terminal=ticket-2", other), ("/board", "atrium_board")):
            async with browser(there) as thief:
                page = await thief.get(path, headers={"cookie": f"{cookie}={token}"})
                assert code_on(page.text)


@pytest.mark.parametrize(
    "query",
    ["terminal=ticket-2&terminal=ticket-1", "terminal=ticket-1&terminal=ticket-2"],
)
async def test_the_name_that_is_checked_is_the_one_that_is_answered(tmp_path, query):
    async with front(tmp_path, kiosk=HALL) as there, browser(there) as screen:
        await screen.get(link_for(there.house, "/ticket?terminal=ticket-1"))
        page = (await screen.get(f"/ticket?{query}")).text
        assert 'data-terminal="ticket-1"' in page or code_on(page)
        assert 'data-terminal="ticket-2"' not in page


async def test_a_link_lets_one_browser_in_once_and_instead_of_another(tmp_path):
    async with (
        front(tmp_path, kiosk=HALL) as there,
        browser(there) as first,
        browser(there) as second,
        browser(there) as third,
    ):
        await first.get(link_for(there.house, "/board"))
        link = link_for(there.house, "/board")
        async with first.stream("GET", "/board/events") as response:
            stream = Stream(response.aiter_lines())
            await stream.next()
            assert 'class="code"' not in (await second.get(link)).text
            with pytest.raises(EOFError):
                await stream.until(lambda _state: False)
        for late in (first, third):
            assert code_on((await late.get(link)).text)
        assert 'class="code"' not in (await second.get(link)).text  # it is in already


async def test_a_revoked_screen_shows_nothing_from_that_moment_on(tmp_path):
    async with front(tmp_path, kiosk=HALL) as there, browser(there) as screen:
        await screen.get(link_for(there.house, "/ticket"))
        async with screen.stream("GET", "/ticket/events") as response:
            stream = Stream(response.aiter_lines())
            await stream.next()
            await there.ask(do="revoke", role="ticket", name="ticket-1")
            with pytest.raises(EOFError):
                await stream.until(lambda _state: False)
        assert code_on((await screen.get("/ticket")).text)
        assert await touches(screen, there.url, "/ticket/touch") == 401


async def test_a_code_lets_nobody_in_as_something_else_than_the_page(tmp_path):
    async with front(tmp_path, kiosk=HALL) as there, browser(there) as screen:
        code = code_on((await screen.get("/ticket?terminal=ticket-2")).text)
        for role, name in (("ticket", "ticket-1"), ("board", "hall-2f")):
            with pytest.raises(RefusedHereError, match="opened ticket ticket-2"):
                await there.ask(do="pair", code=code, role=role, name=name)


async def test_what_belongs_to_no_role_is_not_found_and_every_route_belongs_to_one(tmp_path):
    async with front(tmp_path, kiosk=HALL) as there, browser(there) as screen:
        for path in ("/", "/nowhere", "//board", "/evaluator/", "/Board"):
            assert (await screen.get(path)).status_code == 404
        routes = [each for each in there.app.routes if isinstance(each, Route | Mount)]
        assert {first_part(route.path) for route in routes} <= OPEN_TO_ALL | set(ROLES)


def test_tablets_of_an_earlier_version_stay_paired(tmp_path):
    before = tmp_path / "tablets.json"
    held = '[{"name": "tablet-1", "paired_at": 7, "token_hash": "00"}]'
    before.write_text(held, encoding="utf-8")
    [tablet] = Register(tmp_path / "screens.json", before).all()
    assert (tablet.role, tablet.name, tablet.paired_at) == ("reception", "tablet-1", 7)
