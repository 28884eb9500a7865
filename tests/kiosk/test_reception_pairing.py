"""Only a tablet that somebody has confirmed sees more than its code."""

import asyncio
import json

import pytest
from reception_hall import ReceptionHall, reception_hall_at
from reception_tablet import QUICK, code_on, front

from kiosk.config import KioskConfig
from kiosk.pairing.office import OfficeClosedError, Question, RefusedHereError, ask, socket_in


async def test_a_tablet_that_is_not_paired_shows_a_code_and_nothing_else(tmp_path):
    async with front(tmp_path) as there, there.tablet() as tablet:
        page = await tablet.open()
        assert len(code_on(page)) == 6
        assert "<input" not in page
        assert "data-action" not in page


async def test_a_tablet_that_is_confirmed_gets_in_and_stays_in_after_a_restart(tmp_path):
    async with front(tmp_path) as there, there.tablet() as tablet:
        answer = await there.pair(tablet)
        assert answer.json() == {"stage": "paired"}
        assert 'name="pin"' in await tablet.open()
        cookies = dict(tablet.http.cookies)
    async with front(tmp_path) as again, again.tablet(**cookies) as tablet:
        assert 'name="pin"' in await tablet.open()


async def test_the_token_is_for_this_server_alone_and_out_of_reach_of_scripts(tmp_path):
    async with front(tmp_path) as there, there.tablet() as tablet:
        said = (await there.pair(tablet)).headers.get_list("set-cookie")
    token = next(line for line in said if line.startswith("atrium_reception="))
    for wanted in ("HttpOnly", "SameSite=strict", "Path=/reception"):
        assert wanted in token


async def test_the_server_keeps_no_token_but_its_hash(tmp_path):
    async with front(tmp_path) as there, there.tablet() as tablet:
        await there.pair(tablet)
        token = tablet.http.cookies["atrium_reception"]
    kept = tmp_path / "screens.json"
    assert token not in kept.read_text(encoding="utf-8")
    assert kept.stat().st_mode & 0o077 == 0
    assert json.loads(kept.read_text(encoding="utf-8"))[0]["name"] == "tablet-1"


async def test_a_code_is_good_once(tmp_path):
    async with front(tmp_path) as there, there.tablet() as tablet, there.tablet() as other:
        code = code_on(await tablet.open())
        await there.pair(tablet)
        with pytest.raises(RefusedHereError, match="no screen shows that code"):
            await there.ask(do="pair", role="reception", code=code, name="tablet-2")
        assert (await tablet.post("pairing")).json() == {"stage": "over"}
        assert (await other.post("pairing")).json() == {"stage": "over"}


async def test_a_secret_that_was_heard_is_of_no_use_after_the_pairing(tmp_path):
    async with front(tmp_path) as there, there.tablet() as tablet:
        await tablet.open()
        heard = tablet.http.cookies["pairing_reception"]
        await there.pair(tablet)
        async with there.tablet(pairing_reception=heard) as thief:
            assert (await thief.post("pairing")).json() == {"stage": "over"}
            assert code_on(await thief.open())
        async with there.tablet(atrium_reception=heard) as thief:
            assert code_on(await thief.open())


@pytest.mark.parametrize("token", ["", "guessed", "x" * 43, "0" * 64])
async def test_a_guessed_token_opens_nothing(tmp_path, token):
    async with (
        front(tmp_path) as there,
        there.paired(),
        there.tablet(atrium_reception=token) as thief,
    ):
        assert code_on(await thief.open())
        press = {"press": "p", "action": "touch"}
        assert (await thief.post("press", press)).status_code == 401


async def test_the_hash_itself_is_no_token(tmp_path):
    async with front(tmp_path) as there, there.paired():
        held = json.loads((tmp_path / "screens.json").read_text(encoding="utf-8"))[0]["token_hash"]
        async with there.tablet(atrium_reception=held) as thief:
            assert code_on(await thief.open())


async def test_whoever_guesses_codes_makes_all_of_them_worthless(tmp_path):
    async with front(tmp_path) as there, there.tablet() as tablet:
        code = code_on(await tablet.open())
        for _ in range(4):
            with pytest.raises(RefusedHereError, match="no screen shows that code"):
                await there.ask(do="pair", role="reception", code="222222", name="tablet-1")
        with pytest.raises(RefusedHereError, match="too many wrong codes"):
            await there.ask(do="pair", role="reception", code="222222", name="tablet-1")
        with pytest.raises(RefusedHereError, match="no screen shows that code"):
            await there.ask(do="pair", role="reception", code=code, name="tablet-1")
        assert code_on(await tablet.open()) != code


async def test_a_code_that_is_old_is_good_no_more(tmp_path):
    now_s = 0.0
    config = KioskConfig(pairing_code_s=60.0)
    there = front(tmp_path, kiosk=config, steady_s=lambda: now_s)
    async with there as there, there.tablet() as tablet:
        code = code_on(await tablet.open())
        now_s = 60.0
        with pytest.raises(RefusedHereError):
            await there.ask(do="pair", role="reception", code=code, name="tablet-1")
        assert code_on(await tablet.open()) != code


async def test_a_code_may_be_typed_as_it_is_read(tmp_path):
    async with front(tmp_path, new_code=lambda: "7K3M9Q") as there, there.tablet() as tablet:
        await tablet.open()
        async with tablet.watching("pairing/events") as stream:
            await stream.next()
            asking = asyncio.create_task(
                there.ask(do="pair", role="reception", code="7k3 m9q", name="tablet-1")
            )
            await stream.next()
            assert (await tablet.post("pairing")).json() == {"stage": "paired"}
        assert await asking == {"role": "reception", "name": "tablet-1"}


async def test_two_tablets_have_not_the_same_name(tmp_path):
    async with front(tmp_path) as there, there.paired("tablet-1"), there.tablet() as tablet:
        code = code_on(await tablet.open())
        with pytest.raises(RefusedHereError, match="tablet-1 is paired already"):
            await there.ask(do="pair", role="reception", code=code, name="tablet-1")


async def test_a_revoked_tablet_is_out_at_once_and_its_person_signed_out(tmp_path):
    hall = ReceptionHall()
    async with (
        reception_hall_at(tmp_path / "sockets" / "staff.sock", hall),
        front(tmp_path, QUICK) as there,
        there.at_work() as tablet,
        tablet.watching() as stream,
    ):
        await stream.until(lambda state: "排队" in state["html"])
        listed = await there.ask(do="list")
        assert [(each["name"], each["said"]) for each in listed["screens"]] == [
            ("tablet-1", "staff 2001")
        ]
        await there.ask(do="revoke", role="reception", name="tablet-1")
        with pytest.raises(EOFError):
            await stream.until(lambda _state: False)
        assert hall.signed_out == ["2001"]
        assert code_on(await tablet.open())
        assert (await tablet.post("press", {"press": "p", "action": "touch"})).status_code == 401
        async with tablet.watching() as anew:
            assert (await anew.next())["revision"] == ""  # the browser opens the page anew


async def test_only_what_is_there_can_be_revoked(tmp_path):
    async with front(tmp_path) as there, there.paired():
        with pytest.raises(RefusedHereError, match=r"no reception 'tablet-9' is paired.*tablet-1"):
            await there.ask(do="revoke", role="reception", name="tablet-9")


async def test_a_broken_file_lets_nobody_in_and_stops_no_screen(tmp_path):
    (tmp_path / "screens.json").write_text("[{", encoding="utf-8")
    async with front(tmp_path) as there, there.tablet() as tablet:
        assert code_on(await tablet.open())
        assert code_on(await tablet.open("/ticket"))
        assert (await there.pair(tablet)).json() == {"stage": "paired"}


def test_without_a_server_there_is_one_line_that_says_so(tmp_path):
    with pytest.raises(OfficeClosedError, match=r"screens\.sock"):
        ask(socket_in(tmp_path), Question(do="list"))


async def test_whoever_opens_the_page_again_and_again_fills_no_memory(tmp_path):
    async with front(tmp_path) as there, there.tablet() as first:
        code = code_on(await first.open())
        for _ in range(64):
            async with there.tablet() as tablet:
                await tablet.open()
        with pytest.raises(RefusedHereError, match="no screen shows that code"):
            await there.ask(do="pair", role="reception", code=code, name="tablet-1")
