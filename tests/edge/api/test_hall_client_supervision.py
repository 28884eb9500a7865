"""The client's part for those who run a hall, against the API itself."""

import httpx
import pytest
from api_hall import PIN, ApiHall

from edge.api import shapes
from edge.api.access import RoleApp
from edge.client import HallClient, HallError


def client_of(hall: ApiHall, role: str = "staff") -> HallClient:
    """Return a client that speaks as `role`, with no wire in between."""
    return HallClient("http://hall", transport=httpx.ASGITransport(RoleApp(hall.app, role)))


async def test_a_supervisor_runs_the_hall_through_the_client(hall: ApiHall) -> None:
    async with client_of(hall) as boss:
        await boss.sign_in("3001", PIN)
        opened = await boss.open_counter_for("1", "1001", key="k")
        assert (opened.state, opened.staff) == ("open", "1001")
        assert (await boss.replan_counter("1", ["supply"], "a crowd")).replanned
        assert (await boss.close_any_counter("1")).state == "closed"
        assert (await boss.switch_service("pay-bill", False, "no power")).on is False
        assert (await boss.switch_service("pay-bill", True)).on is True
        assert (await boss.switch_doors(False, "a fire drill")).open is False
        assert (await boss.doors()).reason == "a fire drill"
        assert (await boss.switch_doors(True)).open is True
        assert [pause.id for pause in await boss.pauses()][:2] == ["break", "meal"]
        seen = await boss.supervision()
        assert seen.doors.open and not seen.counters[0].staff


async def test_notices_and_messages_go_both_ways(hall: ApiHall) -> None:
    async with client_of(hall) as boss, client_of(hall) as clerk:
        await boss.sign_in("3001", PIN)
        await clerk.sign_in("1001", PIN)
        notice = await boss.show_notice(shapes.NewNotice(text="今日提前关门"))
        assert [each.text for each in await clerk.notices()] == ["今日提前关门"]
        assert [each.notice for each in (await clerk.board()).notices] == [notice.notice]
        await boss.end_notice(notice.notice)
        assert await clerk.notices() == []
        sent = await boss.send_message(shapes.NewMessage(text="请来一下", to=["1001"]))
        (read,) = await clerk.messages()
        assert (read.text, read.by) == ("请来一下", "3001")
        assert (await clerk.read_message(sent.message)).read_by == ["1001"]


async def test_help_is_called_accepted_and_over(hall: ApiHall) -> None:
    async with client_of(hall, "kiosk") as screen, client_of(hall) as guide:
        await guide.sign_in("2001", PIN)
        stuck = shapes.HelpCall(place="ticket-1", urgency="stuck", about="identify")
        assert (await screen.call_help(stuck)).accepted_by == ""
        assert (await guide.accept_help("ticket-1")).accepted_by == "2001"
        assert [call.place for call in await guide.help_calls()] == ["ticket-1"]
        await guide.end_help("ticket-1")
        assert await guide.help_calls() == []


async def test_a_screen_says_for_which_visitor_help_is_over(hall: ApiHall) -> None:
    async with client_of(hall, "kiosk") as screen:
        await screen.call_help(shapes.HelpCall(place="ticket-1", stay="stay-b"))
        with pytest.raises(HallError) as refused:
            await screen.end_help("ticket-1", stay="stay-a")
        assert refused.value.code == "no_help_called"
        await screen.end_help("ticket-1", stay="stay-b")
        assert await screen.help_calls() == []


async def test_an_alert_is_accepted_by_its_name(hall: ApiHall) -> None:
    async with client_of(hall) as boss:
        await boss.sign_in("3001", PIN)
        await boss.call_help(shapes.HelpCall(place="1", urgency="emergency"))
        await hall.controller.hall.tick()
        (alert,) = (await boss.supervision()).alerts
        assert (alert.alert, alert.level) == ("help:1", 2)
        assert (await boss.accept_alert(alert.alert)).accepted_by == "3001"


async def test_without_the_right_the_client_is_told_so(hall: ApiHall) -> None:
    async with client_of(hall) as clerk:
        await clerk.sign_in("1001", PIN)
        with pytest.raises(HallError, match="see_live") as refused:
            await clerk.supervision()
        assert (refused.value.code, refused.value.status) == ("not_allowed", 403)
