"""Who gets at a hall: its files are its own, and every door knows who comes through it."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from edge_process import EdgeProcess, Start, free_port

from edge.api import shapes
from edge.client import HallClient


@pytest.fixture
def careless() -> Iterator[None]:
    """A machine that gives every new file to everybody, unless it is told otherwise."""
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


async def use(edge: EdgeProcess) -> None:
    async with HallClient(edge.socket("kiosk")) as hall:
        for _ in range(20):
            await hall.new_visit(shapes.NewVisit(service="pay-bill"))


@pytest.mark.usefixtures("careless")
async def test_no_file_of_the_hall_is_for_others(start: Start) -> None:
    edge = start()
    await use(edge)
    files = [path for path in edge.state.rglob("*") if path.is_file()]
    assert {"journal.db", "journal.db-wal", "keys.db", "hall.key", "lock", "reserve.bin"} <= {
        path.name for path in files
    }
    assert {path.name: oct(mode(path)) for path in files} == {
        path.name: oct(0o600) for path in files
    }


@pytest.mark.usefixtures("careless")
def test_sockets_are_for_owner_and_group_and_found_but_not_listed(start: Start) -> None:
    edge = start()
    sockets = edge.state / "sockets"
    assert {path.name: oct(mode(path)) for path in sockets.iterdir()} == {
        f"{role}.sock": oct(0o660) for role in ("kiosk", "sync", "staff", "engineer")
    }
    assert [oct(mode(path)) for path in (edge.state, sockets)] == [oct(0o711)] * 2


PROBES = {
    "greeting": ("GET", "/v1/visits/V/greeting"),
    "counter": ("POST", "/v1/counters/1/open"),
    "facts": ("GET", "/v1/sync/facts"),
    "health": ("GET", "/v1/health"),
}
DOORS = {
    "kiosk": {"greeting": 404, "counter": 403, "facts": 403, "health": 200},
    "sync": {"greeting": 403, "counter": 403, "facts": 200, "health": 200},
    "staff": {"greeting": 403, "counter": 401, "facts": 403, "health": 200},
    "engineer": {"greeting": 403, "counter": 403, "facts": 200, "health": 200},
}


async def tried(client: httpx.AsyncClient) -> dict[str, int]:
    async with client:
        return {
            name: (await client.request(method, path)).status_code
            for name, (method, path) in PROBES.items()
        }


def door(edge: EdgeProcess, role: str) -> httpx.AsyncClient:
    transport = httpx.AsyncHTTPTransport(uds=edge.socket(role))
    return httpx.AsyncClient(transport=transport, base_url="http://hall")


async def test_every_door_lets_its_own_people_through(start: Start) -> None:
    address = f"127.0.0.1:{free_port()}"
    edge = start("--listen", address)
    assert {role: await tried(door(edge, role)) for role in DOORS} == DOORS
    over_tcp = await tried(httpx.AsyncClient(base_url=f"http://{address}", trust_env=False))
    assert over_tcp == {"greeting": 403, "counter": 401, "facts": 403, "health": 200}


async def test_with_open_access_a_clerk_needs_no_session_and_nothing_else_is_open(
    start: Start,
) -> None:
    address = f"127.0.0.1:{free_port()}"
    start("--listen", address, "--open-access")
    over_tcp = await tried(httpx.AsyncClient(base_url=f"http://{address}", trust_env=False))
    assert over_tcp == {"greeting": 403, "counter": 200, "facts": 403, "health": 200}
