"""Getting in as a screen does: by a link that is good once, which sets the screen's own cookie."""

from collections.abc import AsyncGenerator

import httpx

from kiosk.pairing.gate import TOKEN
from kiosk.pairing.house import House
from kiosk.pairing.roles import Place, place_of


def link_for(house: House, address: str) -> str:
    """Return the path of a link to the screen at `address`; a page that needs none is itself."""
    path, _, query = address.partition("?")
    place = place_of(path, query)
    if place is None:
        return address
    link = house.link(place.role.name, place.name or f"{place.role.name}-1", 60.0)
    base, _, _ = link.partition("?")
    return f"{base}?{place.query}" if place.query else base


class ComesByLink(httpx.Auth):
    """Opens a link before the first request to each screen, and keeps the cookies it was given."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._kept: dict[str, str] = {}

    async def async_auth_flow(
        self, request: httpx.Request
    ) -> AsyncGenerator[httpx.Request, httpx.Response]:
        place = place_of(request.url.path, request.url.query.decode())
        if place is not None:
            cookie = place.cookie(TOKEN)
            if cookie not in self._kept:
                answer = yield self._opening(request, place)
                self._kept[cookie] = self._token(answer, cookie)
            request.headers["cookie"] = f"{cookie}={self._kept[cookie]}"
        yield request

    def _opening(self, request: httpx.Request, place: Place) -> httpx.Request:
        link = link_for(self._house, place.address)
        return httpx.Request("GET", request.url.join(link), headers={"host": request.url.netloc})

    @staticmethod
    def _token(answer: httpx.Response, cookie: str) -> str:
        assert answer.status_code == 303, answer.status_code
        return answer.cookies[cookie]
