"""Sockets and addresses: who may connect, and what is said where nobody can."""

import asyncio
import os
import socket
import stat
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest
from api_hall import ApiHall, held_disk, served

from edge.api import shapes
from edge.client import HallClient, HallUnreachableError
from edge.listening import BadAddressError, ListenError, TcpAddress
from edge.server import bind_unix
from edge.state_dir import StateDir, StateDirError, StateHeldError


@pytest.mark.parametrize(
    ("text", "host", "port", "loopback"),
    [
        ("127.0.0.1:8070", "127.0.0.1", 8070, True),
        ("127.8.9.10:0", "127.8.9.10", 0, True),
        ("localhost:8070", "localhost", 8070, True),
        ("[::1]:8070", "::1", 8070, True),
        ("0.0.0.0:8070", "0.0.0.0", 8070, False),
        ("[::]:65535", "::", 65535, False),
        ("192.168.1.10:8070", "192.168.1.10", 8070, False),
        ("localhost.example:8070", "localhost.example", 8070, False),
        ("127.0.0.1.example:8070", "127.0.0.1.example", 8070, False),
        ("[::ffff:192.168.1.10]:8070", "::ffff:192.168.1.10", 8070, False),
    ],
)
def test_an_address_is_a_host_and_a_port(text: str, host: str, port: int, loopback: bool) -> None:
    address = TcpAddress.parse(text)
    assert (address.host, address.port, address.is_loopback) == (host, port, loopback)


NO_ADDRESSES = ["", ":", "h", "h:", ":1", "h:x", "h:-1", "h:65536", "h:１", "h:1 "]


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_what_is_no_address_is_named(text: str) -> None:
    with pytest.raises(BadAddressError, match="expected HOST:PORT"):
        TcpAddress.parse(text)


def test_a_port_is_taken_from_the_moment_it_is_bound() -> None:
    with TcpAddress("127.0.0.1", 0).bind() as first:
        port = first.getsockname()[1]
        with pytest.raises(ListenError, match=f"127.0.0.1:{port}: Address already in use"):
            TcpAddress("127.0.0.1", port).bind()


def test_a_host_nobody_knows_is_named() -> None:
    with pytest.raises(ListenError, match=r"no-such-host\.invalid:8070: "):
        TcpAddress("no-such-host.invalid", 8070).bind()


def test_a_socket_is_for_owner_and_group(state: Path) -> None:
    directory = StateDir(state)
    directory.prepare()
    with bind_unix(directory.socket("staff")):
        assert stat.S_IMODE(directory.socket("staff").stat().st_mode) == 0o660


def test_a_socket_left_behind_is_taken_over(state: Path) -> None:
    directory = StateDir(state)
    directory.prepare()
    bind_unix(directory.socket("staff")).close()
    with bind_unix(directory.socket("staff")), socket.socket(socket.AF_UNIX) as other:
        other.connect(str(directory.socket("staff")))


def test_a_state_directory_is_held_by_one(state: Path) -> None:
    directory = StateDir(state)
    directory.prepare()
    held = directory.hold()
    with pytest.raises(StateHeldError, match="runs this hall already"):
        directory.hold()
    os.close(held)
    os.close(directory.hold())


def test_a_state_directory_that_cannot_be_made_is_named(state: Path) -> None:
    state.parent.joinpath("file").write_bytes(b"")
    for root in (state.parent / "file", state.parent / "file" / "below", Path("/proc/hall")):
        with pytest.raises(StateDirError, match=str(root)):
            StateDir(root).prepare()


async def test_requests_under_way_are_answered_when_the_server_stops(hall: ApiHall) -> None:
    wish = shapes.NewVisit(service="pay-bill")
    serving = AsyncExitStack()
    async with HallClient(await serving.enter_async_context(served(hall, "staff"))) as client:
        with held_disk(hall):
            asking = asyncio.create_task(client.new_visit(wish))
            while hall.controller.hall.recorder.working.seq == 1:
                await asyncio.sleep(0)
            stopping = asyncio.create_task(serving.aclose())
            await asyncio.sleep(0)
            assert not asking.done()
        assert (await asking).ticket == "A001"
        await stopping
        with pytest.raises(HallUnreachableError):
            await client.new_visit(wish)


async def test_many_requests_go_over_one_connection(hall: ApiHall) -> None:
    async with served(hall, "staff") as address:
        transport = httpx.AsyncHTTPTransport(uds=address, limits=httpx.Limits(max_connections=1))
        async with httpx.AsyncClient(transport=transport, base_url="http://hall") as client:
            asked = [client.post("/v1/visits", json={"service": "pay-bill"}) for _ in range(50)]
            answers = await asyncio.gather(*asked)
            too_large = await client.post("/v1/visits", content=b" " * 200_000)
            after = await client.get("/v1/health")
    assert sorted(each.json()["ticket"] for each in answers) == [f"A{n:03d}" for n in range(1, 51)]
    assert (too_large.status_code, after.status_code) == (413, 200)


async def test_what_is_no_http_is_refused_and_harms_nobody(hall: ApiHall) -> None:
    async with served(hall, "staff") as address, HallClient(address) as client:
        for said in (b"\x00\xff\n\n", b"GET\r\n\r\n", b"GET /\xff HTTP/1.1\r\nHost: h\r\n\r\n"):
            reader, writer = await asyncio.open_unix_connection(address)
            writer.write(said)
            writer.write_eof()
            answer = await reader.read()
            writer.close()
            await writer.wait_closed()
            assert not answer or answer.startswith(b"HTTP/1.1 400")
        assert (await client.health()).status
