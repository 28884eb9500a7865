import httpx
import pytest
from officedesk import Office

from drivers import virtualtime
from sync.backoffice.web.changes import WATCHERS_MAX, Changes, TooManyWatchersError
from sync.backoffice.web.pages import clock, day, iso, minutes


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path)
    office.receive(12)
    yield office
    office.close()


async def get(office: Office, path: str, host: str = "127.0.0.1:8090") -> httpx.Response:
    transport = httpx.ASGITransport(office.app)
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as browser:
        return await browser.get(path)


async def test_the_first_page_lists_all_halls_with_link_and_lag(office):
    page = (await get(office, "/")).text
    for words in ("sunshine-road", "在线", "riverside", "离线", "差 4"):
        assert words in page


async def test_a_hall_shows_its_visits_in_chinese_and_english(office):
    page = (await get(office, "/halls/sunshine-road")).text
    for words in ("A000", "已办结", "finished", "等候中", "waiting", "bills"):
        assert words in page


async def test_a_hall_shows_what_a_person_should_look_at(office):
    office.hall.happen("ServiceFinished", "V0", leg=1, counter="3", staff="1001")
    office.receive_from(office.hall.last)
    page = (await get(office, "/halls/sunshine-road")).text
    assert "事实与办理状态不符" in page
    assert "ticket A000 is finished: ServiceFinished cannot follow" in page


async def test_a_visit_shows_what_happened_to_it(office):
    office.hall.happen("VisitRated", "V0", grade=5, source="evaluator", counter="3")
    office.receive_from(office.hall.last)
    page = (await get(office, "/halls/sunshine-road/visits/V0")).text
    for words in ("取号", "叫号", "办结", "评价", "非常满意", "#13"):
        assert words in page


async def test_a_visit_is_found_in_its_own_hall_only(office):
    assert (await get(office, "/halls/riverside/visits/V0")).status_code == 404


async def test_no_page_is_found_by_a_visit_alone(office):
    assert (await get(office, "/v/V1")).status_code == 404
    assert (await get(office, "/v/V1/live")).status_code == 404


async def test_what_a_hall_says_is_never_taken_for_markup(office):
    office.hall.happen("CounterOpened", "V0", staff="<script>alert(1)</script>")
    office.receive_from(office.hall.last)
    page = (await get(office, "/halls/sunshine-road/visits/V0")).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


async def test_halls_as_json(office):
    halls = (await get(office, "/api/halls")).json()
    assert [(hall["hall"], hall["online"], hall["upto"], hall["lag"]) for hall in halls] == [
        ("riverside", False, 0, 4),
        ("sunshine-road", True, 12, 0),
    ]


async def test_visits_as_json_of_one_hall_or_all(office):
    visits = (await get(office, "/api/visits?hall=sunshine-road")).json()
    assert [(visit["ticket"], visit["state"]) for visit in visits] == [
        ("A002", "waiting"),
        ("A001", "finished"),
        ("A000", "finished"),
    ]
    assert (await get(office, "/api/visits")).json() == visits
    assert (await get(office, "/api/visits?hall=riverside")).json() == []
    assert len((await get(office, "/api/visits?limit=1")).json()) == 1


async def test_one_visit_as_json_has_its_facts(office):
    visit = (await get(office, "/api/visits/V2")).json()
    assert visit["ticket"] == "A002"
    assert [fact["kind"] for fact in visit["facts"]] == ["TicketReserved", "TicketIssued"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/visits/nobody", 404, "not_found"),
        ("/api/halls/nowhere/issues", 404, "not_found"),
        ("/api/nothing", 404, "not_found"),
        ("/api/visits?limit=0", 422, "bad_request"),
        ("/api/visits?limit=x", 422, "bad_request"),
        ("/api/visits?limit=000000001" + 30 * "9", 422, "bad_request"),
        ("/api/applications?limit=-1", 422, "bad_request"),
        ("/api/visits?limit=%C2%B2", 422, "bad_request"),
    ],
)
async def test_every_refusal_of_the_api_has_the_one_shape(office, path, status, code):
    answer = await get(office, path)
    assert answer.status_code == status
    error = answer.json()["error"]
    assert (error["code"], set(error)) == (code, {"code", "message", "where", "details"})


async def test_a_database_that_fails_is_said_to_fail(office):
    office.reader.close()
    answer = await get(office, "/api/halls")
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "store_failed")


@pytest.mark.parametrize(
    "path", ["/", "/halls/nowhere", "/applications", "/api/halls", "/static/live.js"]
)
async def test_every_answer_allows_nothing_but_what_comes_from_here(office, path):
    headers = (await get(office, path)).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost", 200), ("127.0.0.1:1", 200), ("office.example", 200), ("evil.example", 403)],
)
async def test_a_name_that_is_not_this_servers_is_refused(office, host, status):
    assert (await get(office, "/", host)).status_code == status


async def test_pages_name_no_other_server(office):
    for path in ("/", "/halls/sunshine-road", "/halls/sunshine-road/visits/V0", "/applications"):
        page = (await get(office, path)).text
        assert "http://" not in page
        assert "https://" not in page


def test_who_watches_a_hall_hears_of_it_and_of_no_other():
    async def main():
        changes = Changes()
        heard = []
        stream = changes.watch("H-01")
        heard.append(await anext(stream))
        changes.tell("H-02")
        changes.tell("H-01")
        heard.append(await anext(stream))
        assert heard == ["retry: 2000\n\n", "event: changed\ndata: 1\n\n"]
        assert await anext(stream) == "event: beat\ndata: 1\n\n"
        await stream.aclose()

    virtualtime.run(main())


def test_much_news_at_once_is_told_once():
    async def main():
        changes = Changes()
        stream = changes.watch("")
        await anext(stream)
        for _time in range(100):
            changes.tell("H-01")
        assert "changed" in await anext(stream)
        assert "beat" in await anext(stream)
        await stream.aclose()

    virtualtime.run(main())


def test_streams_end_when_the_server_stops():
    async def main():
        changes = Changes()
        stream = changes.watch("")
        await anext(stream)
        changes.close()
        assert [event async for event in stream] == []

    virtualtime.run(main())


def test_more_watchers_than_can_be_fed_are_refused():
    async def main():
        changes = Changes()
        streams = [changes.watch("") for _page in range(WATCHERS_MAX)]
        for stream in streams:
            await anext(stream)
        with pytest.raises(TooManyWatchersError):
            changes.watch("")
        await streams[0].aclose()
        late = changes.watch("")
        for stream in [*streams, late]:
            await stream.aclose()

    virtualtime.run(main())


async def test_an_open_page_hears_of_news_over_the_wire_and_the_server_still_stops(office):
    async with (
        office.open() as address,
        httpx.AsyncClient() as browser,
        browser.stream("GET", f"{address}/live?hall=sunshine-road") as live,
    ):
        lines = live.aiter_lines()
        assert await anext(lines) == "retry: 2000"
        office.receive(1)
        while (line := await anext(lines)) != "event: changed":
            assert line in ("", "event: beat", "data: 1")


@pytest.mark.parametrize(
    ("since", "to", "written"),
    [(1000, 62_000, "1:01"), (0, 5, ""), (5000, 0, ""), (1000, 1000, "0:00")],
)
def test_durations_are_minutes_and_seconds(since, to, written):
    assert minutes(since, to) == written


@pytest.mark.parametrize("moment", [2**63 - 1, -(2**63), 0, 1])
def test_no_moment_of_a_hall_can_break_a_page(moment):
    assert all(isinstance(write(moment), str) for write in (clock, day, iso))
