"""Every wrong input on every route gives the one shape of an error, with what and where."""

import json
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from api_hall import ApiHall, open_hall, short_dir
from api_table import STAFF, TABLE, Row
from openapi_routes import DOCUMENT, OPERATIONS, Operation, mismatch

from edge.api.access import BODY_BYTES_MAX, PAGE_BODY_BYTES_MAX

# One hall for all: nothing here may change it.
pytestmark = pytest.mark.asyncio(loop_scope="module")

ERROR = DOCUMENT["components"]["schemas"]["ErrorAnswer"]
JSON = {"Content-Type": "application/json"}
WITH_BODY = [each for each in OPERATIONS if each.body_schema]
SUPERVISOR = "3001"


def role_for(operation: Operation) -> str:
    """Return a socket that lets the operation through."""
    row = TABLE.get(str(operation).partition("?")[0].removesuffix("/"), Row({"tcp"}))
    return min(set(row.sockets) & STAFF) if row.session else min(row.sockets)


def the_error(response: httpx.Response) -> tuple[int, str, str]:
    """Return status, code and where of an error, after checking that it is one, and only one."""
    said = response.json()
    assert not mismatch(said, ERROR)
    assert said["error"]["code"] and said["error"]["message"], said
    assert "Traceback" not in response.text
    return response.status_code, said["error"]["code"], said["error"]["where"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def still_hall() -> AsyncIterator[ApiHall]:
    with short_dir() as path:
        async with open_hall(path / "hall") as hall:
            yield hall


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ask(still_hall: ApiHall) -> "Ask":
    return Ask(still_hall, await still_hall.sign_in(SUPERVISOR))


class Ask:
    """Sends one request to an operation, as somebody who may."""

    def __init__(self, hall: ApiHall, token: str) -> None:
        self._hall = hall
        self._token = token

    async def __call__(self, operation: Operation, **said: object) -> httpx.Response:
        async with self._hall.client(role_for(operation), self._token) as client:
            return await client.request(operation.method, operation.url, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize("operation", WITH_BODY, ids=str)
async def test_a_body_that_is_no_json_is_named(ask: Ask, operation: Operation) -> None:
    for body in (b"{", b"{]", b'{"a":}', b"\xff\xfe", b'"\xff"', b"[" * 20_000, b"9" * 5000):
        error = the_error(await ask(operation, content=body, headers=JSON))
        assert error[:2] == (400, "invalid_json"), body[:10]
        assert error[2].startswith("body"), body[:10]


@pytest.mark.parametrize("operation", WITH_BODY, ids=str)
async def test_a_body_of_another_media_type_is_refused(ask: Ask, operation: Operation) -> None:
    for media_type in ("text/plain", "application/x-www-form-urlencoded", ""):
        headers = {"Content-Type": media_type} if media_type else {}
        error = the_error(await ask(operation, content=b"{}", headers=headers))
        assert error == (415, "not_json", "Content-Type")


@pytest.mark.parametrize("operation", WITH_BODY, ids=str)
async def test_a_body_that_is_no_object_is_named(ask: Ask, operation: Operation) -> None:
    for body in (b"[]", b'"x"', b"7", b"true", b"NaN"):
        error = the_error(await ask(operation, content=body, headers=JSON))
        assert error == (422, "invalid_request", "body"), body


@pytest.mark.parametrize("operation", WITH_BODY, ids=str)
async def test_a_field_nobody_knows_is_named(ask: Ask, operation: Operation) -> None:
    response = await ask(operation, json={"surprise": 1})
    assert the_error(response)[:2] == (422, "invalid_request")
    everywhere = [each["where"] for each in response.json()["error"]["details"]["all"]]
    assert "body.surprise" in everywhere


@pytest.mark.parametrize("operation", WITH_BODY, ids=str)
async def test_a_body_that_is_too_large_is_refused(ask: Ask, operation: Operation) -> None:
    takes_pictures = "/pages/" in operation.path
    too_large = (PAGE_BODY_BYTES_MAX if takes_pictures else BODY_BYTES_MAX) + 1

    async def in_pieces() -> AsyncIterator[bytes]:
        for _ in range(0, too_large, 1024):
            yield b" " * 1024

    for body in (b" " * too_large, in_pieces()):
        error = the_error(await ask(operation, content=body, headers=JSON))
        assert error == (413, "body_too_large", "body")


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
async def test_a_method_that_is_not_there_is_refused(ask: Ask, operation: Operation) -> None:
    other = Operation("PATCH", operation.path, {})
    assert the_error(await ask(other)) == (405, "method_not_allowed", "path")


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
async def test_a_path_with_a_slash_too_many_is_not_found(ask: Ask, operation: Operation) -> None:
    other = Operation(operation.method, operation.path + "/", {})
    status, code, where = the_error(await ask(other))
    assert (status, code, where) in {
        (404, "not_found", "path"),
        (404, "unknown_visit", "visit"),
        (404, "unknown_document", "name"),  # whose names have slashes of their own
    }


async def test_a_path_that_is_not_there_is_not_found(ask: Ask) -> None:
    for path in ("/", "/v1", "/v1/nothing", "/docs", "/redoc"):
        assert the_error(await ask(Operation("GET", path, {}))) == (404, "not_found", "path")


WRONG_VALUES = [
    ("POST /v1/sessions", {"staff": "1001"}, "body.pin"),
    ("POST /v1/sessions", {"staff": 1001, "pin": "2468"}, "body.staff"),
    ("POST /v1/sessions", {"staff": "10 01", "pin": "2468"}, "body.staff"),
    ("POST /v1/sessions", {"staff": "1001", "pin": "2" * 65}, "body.pin"),
    ("POST /v1/visits", {}, "body.service"),
    ("POST /v1/visits", {"service": None}, "body.service"),
    ("POST /v1/visits", {"service": ""}, "body.service"),
    ("POST /v1/visits", {"service": "x" * 65}, "body.service"),
    ("POST /v1/visits", {"service": "\ud800"}, "body.service"),
    ("POST /v1/visits", {"service": ["pay-bill"]}, "body.service"),
    ("POST /v1/visits", {"service": "pay-bill", "priority": 10}, "body.priority"),
    ("POST /v1/visits", {"service": "pay-bill", "priority": True}, "body.priority"),
    ("POST /v1/visits", {"service": "pay-bill", "priority": 1.5}, "body.priority"),
    ("POST /v1/visits", {"service": "pay-bill", "delivery": "fax"}, "body.delivery"),
    ("POST /v1/visits", {"service": "pay-bill", "visit": ""}, "body.visit"),
    ("POST /v1/visits/{visit}/rating", {"grade": 0}, "body.grade"),
    ("POST /v1/visits/{visit}/rating", {"grade": 6}, "body.grade"),
    ("POST /v1/visits/{visit}/rating", {"grade": True}, "body.grade"),
    ("POST /v1/visits/{visit}/rating", {"grade": "5"}, "body.grade"),
    ("POST /v1/visits/{visit}/rating", {"grade": 4.0}, "body.grade"),
    ("POST /v1/visits/{visit}/rating", {"grade": 5, "source": "evaluator"}, "body.source"),
    ("POST /v1/sync/acks", {"epoch": "E", "upto": -1, "head": "a" * 64}, "body.upto"),
    ("POST /v1/sync/acks", {"epoch": "E", "upto": 10**30, "head": "a" * 64}, "body.upto"),
    ("POST /v1/sync/acks", {"epoch": "E", "upto": 0, "head": "A" * 64}, "body.head"),
    ("POST /v1/sync/acks", {"epoch": "E", "upto": 0, "head": ""}, "body.head"),
    ("POST /v1/sync/epochs", {"epoch": "E", "reason": "bored"}, "body.reason"),
]


@pytest.mark.parametrize(("name", "body", "where"), WRONG_VALUES)
async def test_a_wrong_value_is_named(
    ask: Ask, name: str, body: dict[str, object], where: str
) -> None:
    operation = next(each for each in OPERATIONS if str(each) == name)
    assert the_error(await ask(operation, content=json.dumps(body), headers=JSON)) == (
        422,
        "invalid_request",
        where,
    )


REFUSED_VALUES = [
    ({"service": "nothing"}, 422, "unknown_service", "service"),
    ({"service": "payment"}, 422, "unknown_service", "service"),
    ({"service": "pay-bill", "priority": "vip"}, 422, "unknown_priority", "priority"),
    ({"service": "pay-bill", "visit": "NOBODY"}, 404, "unknown_visit", "visit"),
]


@pytest.mark.parametrize(("body", "status", "code", "where"), REFUSED_VALUES)
async def test_what_the_hall_does_not_know_is_named(
    ask: Ask, body: dict[str, str], status: int, code: str, where: str
) -> None:
    operation = next(each for each in OPERATIONS if str(each) == "POST /v1/visits")
    assert the_error(await ask(operation, content=json.dumps(body), headers=JSON)) == (
        status,
        code,
        where,
    )


WRONG_QUERIES = [
    ("/v1/sync/facts?after=-1", "query.after"),
    ("/v1/sync/facts?after=x", "query.after"),
    ("/v1/sync/facts?after=99999999999999999999", "query.after"),
    (f"/v1/sync/facts?after={'9' * 5000}", "query.after"),
    ("/v1/sync/facts?limit=0", "query.limit"),
    ("/v1/sync/facts?limit=1001", "query.limit"),
]


async def test_a_wrong_query_is_named(ask: Ask) -> None:
    for url, where in WRONG_QUERIES:
        error = the_error(await ask(Operation("GET", url, {})))
        assert error == (422, "invalid_request", where), url


@pytest.mark.parametrize("said", ["", "x", "-1", "1.5", "９", "9" * 5000], ids="{:.9}".format)
async def test_a_wrong_last_event_id_is_named(ask: Ask, said: str) -> None:
    headers = {"Last-Event-ID": said.encode()}
    error = the_error(await ask(Operation("GET", "/v1/events", {}), headers=headers))
    assert error == (422, "invalid_request", "header.last-event-id")


@pytest.mark.parametrize("said", ["", "x" * 129, "a\tb", "schlüssel"], ids="{:.9}".format)
async def test_a_wrong_idempotency_key_is_named(ask: Ask, said: str) -> None:
    headers = {"Idempotency-Key": said.encode()}
    operation = Operation("POST", "/v1/visits", {})
    error = the_error(await ask(operation, json={"service": "pay-bill"}, headers=headers))
    assert error == (422, "invalid_request", "header.idempotency-key")


@pytest.mark.parametrize(
    "visit", ["%00", "%ED%A0%80", "..%2Fcounters", "%F0%9F%98%80", "x" * 3000], ids="{:.9}".format
)
async def test_a_name_nobody_has_is_unknown(ask: Ask, visit: str) -> None:
    status, code, _where = the_error(await ask(Operation("GET", f"/v1/visits/{visit}", {})))
    assert (status, code) in {(404, "unknown_visit"), (404, "not_found")}


async def test_nothing_is_recorded_for_what_was_refused(ask: Ask, still_hall: ApiHall) -> None:
    before = still_hall.controller.hall.recorder.working.seq
    for operation in WITH_BODY:
        await ask(operation, json={"surprise": 1})
        await ask(operation, content=b"{", headers=JSON)
    assert still_hall.controller.hall.recorder.working.seq == before
