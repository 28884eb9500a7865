"""Who may do what: by the socket a request comes from, and by the session it shows."""

import pytest
from api_hall import ApiHall
from openapi_routes import ENDLESS, OPERATIONS, Operation

EVERYBODY = {"kiosk", "sync", "staff", "engineer", "tcp"}
CLERKS = {"staff", "tcp"}
VISITORS = {"kiosk", "staff", "tcp"}

ALLOWED = {
    "POST /v1/sessions": {"staff", "engineer", "tcp"},
    "DELETE /v1/sessions/current": {"staff", "engineer", "tcp"},
    "POST /v1/visits": VISITORS,
    "POST /v1/visits/identify": {"kiosk"},
    "GET /v1/visits": EVERYBODY,
    "GET /v1/visits/{visit}": EVERYBODY,
    "GET /v1/visits/{visit}/greeting": {"kiosk"},
    "POST /v1/visits/{visit}/abandon": {"kiosk"},
    "POST /v1/visits/{visit}/rating": VISITORS,
    "GET /v1/counters": EVERYBODY,
    "POST /v1/counters/{counter}/open": CLERKS,
    "POST /v1/counters/{counter}/close": CLERKS,
    "POST /v1/counters/{counter}/next": CLERKS,
    "POST /v1/counters/{counter}/recall": CLERKS,
    "POST /v1/counters/{counter}/start": CLERKS,
    "POST /v1/counters/{counter}/finish": CLERKS,
    "POST /v1/counters/{counter}/no-show": CLERKS,
    "GET /v1/services": EVERYBODY,
    "GET /v1/board": EVERYBODY,
    "GET /v1/devices": EVERYBODY,
    "POST /v1/devices/{device}/test": {"engineer"},
    "GET /v1/devices/{device}/wire": {"engineer"},
    "GET /v1/faults": EVERYBODY,
    "POST /v1/faults/acknowledge": {"staff", "engineer", "tcp"},
    "GET /v1/health": EVERYBODY,
    "GET /v1/events": EVERYBODY,
    "GET /v1/sync/state": {"sync", "engineer"},
    "GET /v1/sync/facts": {"sync", "engineer"},
    "POST /v1/sync/acks": {"sync", "engineer"},
    "POST /v1/sync/epochs": {"sync", "engineer"},
}
WITH_SESSION = [each for each in OPERATIONS if each.spec.get("security")]


def test_the_table_names_every_operation() -> None:
    assert ALLOWED.keys() == {str(each) for each in OPERATIONS}


@pytest.mark.parametrize("role", sorted(EVERYBODY))
async def test_a_socket_lets_through_what_its_role_may_and_nothing_else(
    hall: ApiHall, role: str
) -> None:
    token = await hall.sign_in()
    async with hall.client(role, token) as client:
        for operation in OPERATIONS:
            if str(operation) in ENDLESS:
                continue
            body = {"surprise": 1} if operation.body_schema else None
            response = await client.request(operation.method, operation.url, json=body)
            forbidden = role not in ALLOWED[str(operation)]
            assert (response.status_code == 403) is forbidden, (operation, response.text)
            if forbidden:
                assert response.json()["error"]["code"] == "not_for_this_role"


async def asked_with(hall: ApiHall, operation: Operation, authorization: str) -> tuple[int, str]:
    headers = {"Authorization": authorization.encode()} if authorization else {}
    async with hall.client("staff") as client:
        response = await client.request(operation.method, operation.url, headers=headers)
    return response.status_code, response.json()["error"]["code"] if response.content else ""


@pytest.mark.parametrize("operation", WITH_SESSION, ids=str)
async def test_without_a_session_nothing_of_a_clerk_is_done(
    hall: ApiHall, operation: Operation
) -> None:
    token = await hall.sign_in()
    for said in ("", "Bearer", "Bearer ", "Basic MTAwMToyNDY4", token, "Bearer x", "Bearer é"):
        assert await asked_with(hall, operation, said) == (401, "session_required"), said
    forged = ("A" if token[0] != "A" else "B") + token[1:]
    assert await asked_with(hall, operation, f"Bearer {forged}") == (401, "session_required")


async def test_open_access_lets_a_load_test_work_without_a_session(
    open_access_hall: ApiHall,
) -> None:
    async with open_access_hall.client("tcp") as client:
        assert (await client.post("/v1/counters/1/open", json={})).status_code == 200
        assert (await client.post("/v1/counters/1/next", json={})).status_code == 204


async def test_open_access_still_refuses_a_session_that_is_none(open_access_hall: ApiHall) -> None:
    async with open_access_hall.client("tcp", "not-a-token") as client:
        assert (await client.post("/v1/counters/1/open", json={})).status_code == 401


async def test_open_access_opens_no_other_role(open_access_hall: ApiHall) -> None:
    async with open_access_hall.client("kiosk") as client:
        assert (await client.post("/v1/counters/1/open", json={})).status_code == 403
    async with open_access_hall.client("tcp") as client:
        assert (await client.get("/v1/sync/facts")).status_code == 403


@pytest.mark.parametrize("role", ["staff", "tcp"])
async def test_only_a_ticket_screen_goes_on_with_an_identified_visit(
    hall: ApiHall, role: str
) -> None:
    async with hall.client(role) as client:
        answer = await client.post("/v1/visits", json={"service": "bill", "visit": "SEEN"})
    assert (answer.status_code, answer.json()["error"]["where"]) == (403, "body.visit")
