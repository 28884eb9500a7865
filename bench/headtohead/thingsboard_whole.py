"""ThingsBoard Gateway as a whole: its REST connector takes facts, a stand-in is the platform."""

import asyncio
import json
import shutil
import time
from pathlib import Path
from typing import Any

import httpx

from bench.headtohead import thingsboard_venv
from bench.headtohead.brokers import Answer, Centre, mosquitto_version
from bench.headtohead.processes import Processes, free_port, listens
from bench.headtohead.system import Description, NotAcknowledgedError

_WORD = "answer 200 of the REST connector, which it gives after handing the fact to the gateway"
_RETRY = "posted again after the restart; telemetry has no key by which a repetition is known"
_TELEMETRY, _ASKED = "v1/gateway/telemetry", "v1/devices/me/rpc/request/"
_ANSWERED = "v1/devices/me/rpc/response/"
# What the platform answers to getSessionLimits where it limits nothing.
_LIMITS = {"maxPayloadSize": 65536, "maxInflightMessages": 100, "rateLimits": {}}
# A broker would echo what the gateway says on topics it also listens to; the platform does not.
_ACCESS = f"""\
topic readwrite #
user token
topic write v1/#
topic read {_ANSWERED}+
topic read v1/devices/me/attributes/response/+
topic read v1/gateway/attributes/response
"""
_STARTED = "Gateway core started."
_QUIET_S = 1.5


class ThingsBoardGateway:
    """The gateway's own process. With `online_at_start` the platform is there whenever it starts.

    Then it leaves as soon as the gateway has started and delivered what it had stored.
    """

    def __init__(
        self, folder: Path, description: Description, storage: str, *, online_at_start: bool
    ) -> None:
        self.description = description
        self._folder = folder
        self._gateway = Processes(folder)
        self._port = free_port()
        access = folder / "access"
        access.write_text(_ACCESS, encoding="utf-8")
        topics = [_TELEMETRY, f"{_ASKED}+"]
        self._centre = Centre(folder, topics, _read, [f"acl_file {access}"])
        self._storage = storage
        self._online_at_start = online_at_start
        self._starts = 0
        self._http = httpx.AsyncClient(base_url=f"http://127.0.0.1:{self._port}", trust_env=False)

    async def versions(self) -> dict[str, str]:
        return {"thingsboard-gateway": thingsboard_venv.VERSION, "mosquitto": mosquitto_version()}

    async def start(self) -> None:
        python = await asyncio.to_thread(thingsboard_venv.python)
        if not self._starts:
            self._configure(await asyncio.to_thread(thingsboard_venv.package_folder))
        if self._online_at_start:
            await self._centre.start()
        environment = {"TB_GW_CONFIG_DIR": f"{self._folder / 'config'}/"}
        command: list[str | Path] = [python, "-m", "thingsboard_gateway.tb_gateway"]
        self._gateway.start("gateway", command, cwd=self._folder, env=environment)
        self._starts += 1
        await self._gateway.until(lambda: listens(self._port), "thingsboard-gateway")
        if self._online_at_start:
            await self._gateway.until(self._has_started, "thingsboard-gateway")
            await self._until_quiet()
            await self._centre.stop()

    async def _has_started(self) -> bool:
        log = (self._folder / "gateway.log").read_text(encoding="utf-8", errors="replace")
        return log.count(_STARTED) == self._starts

    async def _until_quiet(self) -> None:
        count, since = -1, time.monotonic()
        while time.monotonic() - since < _QUIET_S:
            if len(self._centre.arrived) != count:
                count, since = len(self._centre.arrived), time.monotonic()
            await asyncio.sleep(0.05)

    def _configure(self, package: Path) -> None:
        config = self._folder / "config"
        config.mkdir()
        (self._folder / "logs").mkdir()
        shutil.copy(package / "config" / "logs.json", config)
        shipped = json.loads((package / "config" / "tb_gateway.json").read_text(encoding="utf-8"))
        shipped["thingsboard"] |= {
            "host": "127.0.0.1",
            "port": self._centre.port,
            "security": {"type": "accessToken", "accessToken": "token"},
        }
        shipped["storage"]["type"] = self._storage
        shipped["connectors"] = [{"name": "facts", "type": "rest", "configuration": "rest.json"}]
        (config / "tb_gateway.json").write_text(json.dumps(shipped), encoding="utf-8")
        (config / "rest.json").write_text(json.dumps(_rest(self._port)), encoding="utf-8")

    async def offer(self, number: int) -> None:
        try:
            answer = await self._http.post("/facts", json={"number": number})
        except httpx.HTTPError:
            raise NotAcknowledgedError from None
        if answer.status_code != httpx.codes.OK:
            raise NotAcknowledgedError

    async def kill(self) -> None:
        await self._gateway.end()

    async def connect_centre(self) -> None:
        await self._centre.start()

    def arrived(self) -> list[int]:
        return list(self._centre.arrived)

    async def stop(self) -> None:
        await self._http.aclose()
        await self._gateway.end()
        await self._centre.stop()


def _read(topic: str, payload: bytes) -> tuple[list[int], Answer | None]:
    if topic.startswith(_ASKED):
        return [], (_ANSWERED + topic.removeprefix(_ASKED), json.dumps(_LIMITS).encode())
    entries = json.loads(payload).get("hall", [])
    return [int(entry["values"]["number"]) for entry in entries], None


def _rest(port: int) -> dict[str, Any]:
    device = {
        "deviceNameExpressionSource": "constant",
        "deviceNameExpression": "hall",
        "deviceProfileExpressionSource": "constant",
        "deviceProfileExpression": "default",
    }
    numbers = [{"type": "long", "key": "number", "value": "${number}"}]
    return {
        "server": {"host": "127.0.0.1", "port": str(port), "SSL": False},
        "mapping": [
            {
                "endpoint": "/facts",
                "HTTPMethods": ["POST"],
                "response": {"responseExpected": False},
                "security": {"type": "anonymous"},
                "converter": {
                    "type": "json",
                    "deviceInfo": device,
                    "attributes": [],
                    "timeseries": numbers,
                },
            }
        ],
        "requestsMapping": {"attributeRequests": [], "attributeUpdates": [], "serverSideRpc": []},
    }


def started_offline(folder: Path) -> ThingsBoardGateway:
    """Return the gateway with its SQLite storage, restarted while the platform is away."""
    title = "ThingsBoard Gateway, SQLite storage"
    setting = "sample configuration with storage type sqlite and a REST connector"
    why = (
        "it connects before it starts the thread that fills the storage (TBGatewayService: "
        "tb_client.connect(), then Storage fill thread), so a gateway that starts while the "
        "platform is away keeps everything in memory until its first connection"
    )
    description = Description("thingsboard-gateway", title, setting, _WORD, _RETRY, why)
    return ThingsBoardGateway(folder, description, "sqlite", online_at_start=False)


def started_online(folder: Path) -> ThingsBoardGateway:
    """Return the gateway with its file storage and a platform that greets it at every start."""
    title = "ThingsBoard Gateway, file storage, platform back at every restart"
    setting = (
        "sample configuration with storage type file and a REST connector; in its favour, and "
        "unlike all others, the centre is online while it starts, until it has delivered all"
    )
    why = "a queue in memory lies between the connector and the storage (converted_data_queue)"
    description = Description("thingsboard-gateway-best", title, setting, _WORD, _RETRY, why)
    return ThingsBoardGateway(folder, description, "file", online_at_start=True)
