"""The screens' server killed in the midst of a form: its disk tells nothing, and it begins anew."""

import asyncio
import contextlib
import json
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
from form_served import hall_with_forms

PATIENCE_S = 60.0
CONFIG = """
[kiosk]
pairing = false

[form]
screens = ["form-1"]
camera = true

[query]
terminals = ["query-1"]
"""
NAME, IDENTITY, PHONE, ACCOUNT = "慕容云海", "11010519491231002X", "13900139771", "3100009973"
WORDS = (NAME, IDENTITY, PHONE, ACCOUNT)


@contextlib.asynccontextmanager
async def screens_of(state: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Run the server of the screens before the hall in `state`; afterwards it is killed."""
    config, address = state / "screens.toml", f"127.0.0.1:{free_port()}"
    config.write_text(CONFIG, encoding="utf-8")
    arguments = ["run", "kiosk", "--config", str(config), "--state", str(state)]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "edge", *arguments, "--listen", address),
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    try:
        async with asyncio.timeout(PATIENCE_S):
            said = b""
            while b"the hall answers" not in said:
                said = await process.stderr.readline()
                assert said, "it ended by itself"
        async with httpx.AsyncClient(base_url=f"http://{address}") as http:
            yield http
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


async def shows(http: httpx.AsyncClient, kind: str, text: str = "") -> dict:
    """Return what a screen shows, once `text` is on it."""
    async with http.stream("GET", f"/{kind}/events?terminal={kind}-1") as stream:
        async for line in stream.aiter_lines():
            state = json.loads(line[6:]) if line.startswith("data: ") else {}
            if "html" in state and text in state["html"]:
                return state
    raise EOFError(text)


async def touch(http: httpx.AsyncClient, kind: str, action: str, value="", field="") -> dict:
    shown = await shows(http, kind)
    said = {"dialogue": shown["dialogue"], "action": action, "value": value, "field": field}
    own_page = {"Origin": str(http.base_url).rstrip("/"), "X-Atrium-Screen": kind}
    answer = await http.post(f"/{kind}/touch?terminal={kind}-1", json=said, headers=own_page)
    assert answer.status_code == 200, answer.text
    return answer.json()


def holding(folder: Path) -> list[str]:
    """Return the files below `folder` that tell something of the visitor."""
    wanted = [word.encode(coding) for word in WORDS for coding in ("utf-8", "utf-16-le")]
    wanted += [json.dumps(NAME)[1:-1].encode()]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [str(path) for path in files if any(each in path.read_bytes() for each in wanted)]


async def test_a_killed_server_of_the_screens_has_nothing_of_a_visitor_on_its_disk(tmp_path):
    async with hall_with_forms(tmp_path):
        async with screens_of(tmp_path) as http:
            await touch(http, "form", "begin")
            await shows(http, "form", "meter-check")
            await touch(http, "form", "form", "meter-check")
            await touch(http, "form", "pick", "person", "body")
            answers = {"name": NAME, "identity": IDENTITY, "phone": PHONE}
            await touch(http, "form", "next", json.dumps(answers))
            await shows(http, "form", "由谁来办理")
            typed = await touch(http, "form", "back", "{}")
            assert NAME in typed["html"]
            assert IDENTITY in typed["html"]
            await touch(http, "query", "open", "typing")
            await touch(http, "query", "account", ACCOUNT)
        assert holding(tmp_path) == []
        async with screens_of(tmp_path) as http:
            for kind in ("form", "query"):
                anew = await shows(http, kind)
                assert anew["stage"] == "attract"
                assert not any(word in anew["html"] for word in WORDS)
