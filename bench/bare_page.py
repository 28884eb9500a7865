"""The baseline of screens: a page with a button and nothing else, from the screens' own server.

`python -m bench.bare_page PORT` serves it until killed.
"""

import asyncio
import sys

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from edge.listening import TcpAddress
from edge.server import Listeners

_PAGE = """<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>-</title>
<style>button { font-size: 2rem } .pressed { background: black }</style>
<div id="screen"><button type="button">请</button></div>
<script>
addEventListener("pointerdown", (event) => event.target.classList.add("pressed"));
addEventListener("pointercancel", (event) => event.target.classList.remove("pressed"));
</script></html>
"""


def create_app() -> Starlette:
    """Return an application that answers with the page."""

    async def page(_request: Request) -> HTMLResponse:
        return HTMLResponse(_PAGE)

    return Starlette(routes=[Route("/", page)])


def main() -> None:
    """Serve until killed."""
    listener = TcpAddress.parse(f"127.0.0.1:{sys.argv[1]}").bind()
    asyncio.run(Listeners(create_app(), [("page", listener)]).run())


if __name__ == "__main__":
    main()
