"""Where engineers pair screens: a Unix socket of the screens' server, one question a connection."""

import asyncio
import contextlib
import json
import logging
import pwd
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from edge.errors import ExpectedError
from kiosk.pairing.roles import ROLES

_log = logging.getLogger(__name__)

_QUESTION_BYTES_MAX = 1024
_ANSWER_TIMEOUT_S = 15.0
_CREDENTIALS = struct.Struct("3i")  # pid, uid, gid (unix(7), SO_PEERCRED)
LINK_LIFETIME_S = 600.0
LINK_LIFETIME_MAX_S = 24 * 3600.0

Answer = dict[str, Any]


class OfficeClosedError(ExpectedError):
    """The screens' server does not answer, or does not let this user in."""


class RefusedHereError(ExpectedError):
    """The screens' server said no; the message is its own."""


class Question(BaseModel):
    """What somebody with access to this machine asks about screens."""

    model_config = ConfigDict(extra="forbid", strict=True)

    do: Literal["pair", "list", "revoke", "link"]
    role: Annotated[str, Field(pattern="^(|" + "|".join(ROLES) + ")$")] = ""
    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:-]{0,64}$")] = ""
    code: Annotated[str, Field(max_length=32, repr=False)] = ""
    lifetime_s: Annotated[float, Field(gt=0, le=LINK_LIFETIME_MAX_S)] = LINK_LIFETIME_S


Respond = Callable[[Question, str], Awaitable[Answer]]


def socket_in(state: Path) -> Path:
    """Return where the office of the hall in the directory `state` is."""
    return state / "sockets" / "screens.sock"


@contextlib.asynccontextmanager
async def open_office(path: Path, respond: Respond) -> AsyncIterator[None]:
    """Answer at `path` by `respond`, which is told the question and the user who asks.

    Where that is not possible the screens that are paired work all the same.
    """

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            by = _user(writer.get_extra_info("socket"))
            writer.write(json.dumps(await _answer(reader, by, respond)).encode())
            await writer.drain()
        writer.close()

    try:
        _make_way(path)
        server = await asyncio.start_unix_server(meet, path, limit=_QUESTION_BYTES_MAX)
        _open_to_group(path)
    except OSError as error:
        _log.error("no screen can be paired: %s: %s", path, error.strerror or error)
        yield
        return
    try:
        yield
    finally:
        server.close()
        _remove(path)


async def _answer(reader: asyncio.StreamReader, by: str, respond: Respond) -> Answer:
    try:
        question = Question.model_validate_json(await reader.readline())
        return await respond(question, by)
    except (ValidationError, ValueError):
        return {"error": "that is no question about screens"}
    except ExpectedError as error:
        return {"error": str(error)}
    except OSError as error:
        return {"error": f"{error.filename or 'the disk'}: {error.strerror or error}"}


def _user(line: socket.socket) -> str:
    """Return the user of this machine at the other end."""
    told = line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    _, uid, _ = _CREDENTIALS.unpack(told)
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _make_way(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o711)
    _remove(path)


def _open_to_group(path: Path) -> None:
    path.chmod(0o660)


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)


def ask(path: Path, question: Question) -> Answer:
    """Return the answer of the office at `path`. Raises `OfficeClosedError`, `RefusedHereError`."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(_ANSWER_TIMEOUT_S)
        try:
            line.connect(str(path))
            line.sendall(question.model_dump_json().encode() + b"\n")
            with line.makefile("rb") as said:
                answer: Answer = json.loads(said.read())
        except (OSError, ValueError) as error:
            raise OfficeClosedError(f"no screens' server answers at {path}: {error}") from None
    if "error" in answer:
        raise RefusedHereError(answer["error"])
    return answer
