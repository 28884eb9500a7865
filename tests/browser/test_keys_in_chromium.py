"""A keypad of arrows and Enter beside the screen: every page can be worked by it alone."""

import pytest
from by_keys import enter
from glasses import UPRIGHT
from kiosk_hall import FakeHall, hall_at
from kiosk_served import kiosk_before
from let_in import link_for
from query_hall import one_account, query_hall_at, query_kiosk_before

from kiosk.config import KioskConfig
from kiosk.form.config import FormConfig
from kiosk.form.script import form_screens

pytestmark = [pytest.mark.real("chromium"), pytest.mark.asyncio(loop_scope="module")]


@pytest.mark.parametrize("key", ["ArrowDown", "ArrowUp", "Tab"])
async def test_a_ticket_is_taken_by_keys_alone(stage, key):
    async with stage() as set_up, set_up.screen("/ticket", UPRIGHT) as glass:
        await enter(glass, "[data-action=touch]:not(#still-there *)", key)
        await enter(glass, "[data-action=group]", key)
        await enter(glass, "[data-value=pay]", key)
        await glass.sees("A012")
        await enter(glass, "[data-action=leave]", key)
        await glass.sees("触摸取号")


async def test_a_number_is_typed_and_help_is_called_by_keys_alone(stage):
    async with stage() as set_up, set_up.screen("/ticket", UPRIGHT) as glass:
        await enter(glass, "[data-action=keypad]")
        await enter(glass, '[data-key="1"]')
        await enter(glass, '[data-key="3"]')
        await glass.page.locator(".character", has_text="3").wait_for()
        await enter(glass, "[data-action=help]")
        await glass.page.locator(".help-note").wait_for()


async def test_an_account_is_looked_at_and_left_by_keys_alone(glass_at, tmp_path):
    hall, socket = FakeHall(), tmp_path / "hall.sock"
    async with (
        query_hall_at(socket, hall, one_account()),
        query_kiosk_before(socket) as kiosk,
        glass_at(kiosk.url, link_for(kiosk.house, "/query?terminal=query-1"), UPRIGHT) as glass,
    ):
        await glass.sees("查我的电费")
        hall.identifies("V1", "张**")
        await enter(glass, "[data-value=bills]")
        await enter(glass, ".bills .row")
        await enter(glass, "[data-action=leave]")
        await glass.page.locator('#screen[data-stage="attract"]').wait_for()


async def test_a_form_is_found_and_left_by_keys_alone(glass_at, tmp_path):
    hall, socket = FakeHall(), tmp_path / "hall.sock"
    kinds = [form_screens(FormConfig(screens=["form-1"]))]
    async with (
        hall_at(socket, hall),
        kiosk_before(socket, KioskConfig(), kinds) as kiosk,
        glass_at(kiosk.url, link_for(kiosk.house, "/form?terminal=form-1"), UPRIGHT) as glass,
    ):
        await enter(glass, "[data-action=begin]")
        await enter(glass, "[data-action=elder]")
        await glass.page.locator('#screen[data-elder="yes"]').wait_for()
        await enter(glass, "[data-action=leave]")
        await glass.page.locator('#screen[data-stage="attract"]').wait_for()
