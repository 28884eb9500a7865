"""Outcomes and reasons over the API: what the hall lists is taken, anything else is refused."""

import httpx
import pytest
from api_hall import PIN, ApiHall

from edge.api import shapes
from edge.api.access import RoleApp
from edge.client import HallClient, HallError
from edge.domain import facts as f


def clerk_of(hall: ApiHall) -> HallClient:
    """Return a client of a clerk, with no wire in between."""
    return HallClient("http://hall", transport=httpx.ASGITransport(RoleApp(hall.app, "staff")))


async def test_every_use_has_reasons_with_names_in_both_languages(hall: ApiHall) -> None:
    async with clerk_of(hall) as clerk:
        await clerk.sign_in("1001", PIN)
        listed = await clerk.reasons()
    assert {each.use for each in listed} == {"outcome", "park", "transfer", "no_show"}
    assert all(each.name and each.name_english for each in listed)


@pytest.mark.parametrize("use", ["outcome", "park", "transfer", "no_show"])
async def test_what_is_not_listed_is_refused_with_what_is(hall: ApiHall, use: str) -> None:
    async with clerk_of(hall) as clerk:
        await clerk.sign_in("3001", PIN)
        known = [each.id for each in await clerk.reasons() if each.use == use]
        await clerk.open_counter("1", "open")
        services = ["pay-bill"]
        await clerk.take_ticket(shapes.TicketFor(services=services), "ticket")
        await clerk.call_next("1", "next")
        if use == "outcome":
            await clerk.start("1", "start")
        with pytest.raises(HallError) as refused:
            await give(clerk, use, "football", "k1")
        assert refused.value.code == "unknown_reason"
        assert refused.value.details == {"known": known}
        await give(clerk, use, known[0], "k2")
    (last,) = [each for each in await told(hall) if isinstance(each, KINDS[use])]
    assert (last.outcome if isinstance(last, f.ServiceFinished) else last.reason) == known[0]


async def told(hall: ApiHall) -> list[f.Fact]:
    """Return the facts of the day."""
    return [recorded.fact for recorded in await hall.controller.api.feed.day()]


async def test_what_was_delivered_is_a_service_of_the_hall(hall: ApiHall) -> None:
    async with clerk_of(hall) as clerk:
        await clerk.sign_in("3001", PIN)
        await clerk.open_counter("1", "open")
        await clerk.walk_direct("1", "pay-bill", "walk")
        with pytest.raises(HallError) as refused:
            await clerk.finish_with("1", shapes.Finish(delivered=["football"]), "k1")
        assert (refused.value.code, refused.value.where) == ("unknown_service", "delivered")
        await clerk.finish_with("1", shapes.Finish(delivered=["invoice"]), "k2")


KINDS = {
    "outcome": f.ServiceFinished,
    "park": f.TicketParked,
    "transfer": f.TicketTransferred,
    "no_show": f.TicketNoShow,
}


async def give(clerk: HallClient, use: str, reason: str, key: str) -> None:
    """Do what `use` is about, with that reason."""
    match use:
        case "outcome":
            await clerk.finish_with("1", shapes.Finish(outcome=reason), key)
        case "park":
            await clerk.park("1", shapes.Park(reason=reason), key)
        case "transfer":
            to = shapes.Transfer(service="invoice", reason=reason)
            await clerk.transfer("1", to, key)
        case "no_show":
            await clerk.no_show("1", key, reason=reason)
