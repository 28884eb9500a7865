"""Whom the server of the page answers, and that the page needs nobody else."""

import re

import httpx
import pytest
from tab_served import served, showing, shown, tab
from websockets.exceptions import InvalidStatus


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "http://127.0.0.1:1", "https://127.0.0.1", "null", "file://"],
)
async def test_the_page_of_another_site_opens_no_terminal(origin: str) -> None:
    async with served(showing()) as server:
        with pytest.raises(InvalidStatus) as refused:
            await tab(server, origin)
        assert refused.value.response.status_code == 403


async def test_whoever_names_no_page_opens_no_terminal() -> None:
    async with served(showing()) as server:
        with pytest.raises(InvalidStatus):
            await tab(server, origin="http://")


async def test_a_name_that_was_pointed_here_is_not_answered() -> None:
    async with served(showing()) as server, httpx.AsyncClient() as browser:
        port = server.rpartition(":")[2]
        for name in ("evil.example", "evil.example:" + port, "127.0.0.1.evil.example"):
            page = await browser.get(f"http://{server}/", headers={"host": name})
            assert page.status_code == 403


async def test_this_machine_is_known_by_each_of_its_names() -> None:
    async with served(showing()) as server, httpx.AsyncClient() as browser:
        port = server.rpartition(":")[2]
        # Another port than the server's is what the near end of an SSH tunnel has.
        for name in (f"127.0.0.1:{port}", "localhost:9000", "localhost", f"[::1]:{port}"):
            page = await browser.get(f"http://{server}/", headers={"host": name})
            assert page.status_code == 200
    async with served(showing()) as server, tab(server) as line:
        await shown(line)


async def test_the_page_names_files_of_this_server_alone_and_says_so_to_the_browser() -> None:
    async with served(showing()) as server, httpx.AsyncClient() as browser:
        page = await browser.get(f"http://{server}/")
        named = re.findall(r'(?:src|href)="([^"]+)"', page.text)
        assert named
        assert all(name.startswith("/") and not name.startswith("//") for name in named)
        for name in named:
            assert (await browser.get(f"http://{server}{name}")).status_code == 200
        policy = page.headers["content-security-policy"]
        assert policy.startswith("default-src 'self'")
        assert "http" not in policy
        assert page.headers["cache-control"] == "no-store"
