"""Who may do what: by the socket a request comes from, and by the session it shows."""

import httpx
import pytest
from api_hall import ApiHall
from api_table import EVERYBODY, TABLE
from openapi_routes import ENDLESS, OPERATIONS, Operation

from edge.domain.rights import Role, may

WITH_SESSION = [each for each in OPERATIONS if each.spec.get("security")]
STAFF_OF_ROLE = {
    Role.CLERK: "1001",
    Role.RECEPTIONIST: "2001",
    Role.SUPERVISOR: "3001",
    Role.AUDITOR: "4001",
    Role.ENGINEER: "5001",
}


def test_the_table_names_every_operation() -> None:
    assert {str(each) for each in OPERATIONS} == TABLE.keys()


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
            forbidden = role not in TABLE[str(operation)].sockets
            assert (code_of(response) == "not_for_this_role") is forbidden, operation
            assert not forbidden or response.status_code == 403


def code_of(response: httpx.Response) -> str:
    """Return the code of an error; empty for any other answer."""
    return str(response.json()["error"]["code"]) if response.status_code >= 400 else ""


async def asked_with(hall: ApiHall, operation: Operation, authorization: str) -> tuple[int, str]:
    headers = {"Authorization": authorization.encode()} if authorization else {}
    async with hall.client("staff") as client:
        response = await client.request(operation.method, operation.url, headers=headers)
    return response.status_code, code_of(response)


async def test_without_a_session_nothing_of_the_staff_is_done(hall: ApiHall) -> None:
    token = await hall.sign_in()
    forged = ("A" if token[0] != "A" else "B") + token[1:]
    wrong = ("", "Bearer", "Bearer ", "Basic MTAwMToyNDY4", token, "Bearer x", "Bearer é")
    for operation in WITH_SESSION:
        for said in (*wrong, f"Bearer {forged}"):
            answer = await asked_with(hall, operation, said)
            assert answer == (401, "session_required"), (operation, said)


@pytest.mark.parametrize("role", list(Role))
async def test_a_role_may_do_what_it_has_the_right_to_and_nothing_else(
    hall: ApiHall, role: Role
) -> None:
    token = await hall.sign_in(STAFF_OF_ROLE[role])
    async with hall.client("staff", token) as client:
        for operation in WITH_SESSION:
            right = TABLE[str(operation)].right
            if right is None:
                continue
            response = await client.request(operation.method, operation.url)
            refused = code_of(response) == "not_allowed"
            assert refused is not may(role, right), (operation, response.text)
            assert not refused or response.status_code == 403


async def test_what_is_refused_is_noted_and_not_done(
    hall: ApiHall, caplog: pytest.LogCaptureFixture
) -> None:
    token = await hall.sign_in(STAFF_OF_ROLE[Role.CLERK])
    before = hall.controller.hall.recorder.committed.seq
    with caplog.at_level("INFO"):
        async with hall.client("staff", token) as client:
            answer = await client.post("/v1/notices", json={"text": "我说了算"})
    assert answer.status_code == 403
    assert "refused to 1001: needs the right notice" in caplog.text
    assert "我说了算" not in caplog.text
    assert hall.controller.hall.recorder.committed.seq == before


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
