"""Where the demo's parts find each other: ports that are free, in a configuration of its own."""

import socket
import tomllib
from collections.abc import Container
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_HOST = "127.0.0.1"


@dataclass(frozen=True)
class Layout:
    """The demo's state directory and addresses. `held` keeps the ports from other demos.

    `close` it at the end.
    """

    state: Path
    api: int
    kiosk: int
    panel: int
    backoffice: int
    broker: int
    held: tuple[socket.socket, ...] = field(default=(), repr=False)

    @property
    def config(self) -> Path:
        """The configuration that all services of this demo read."""
        return self.state / "demo.toml"

    @property
    def headquarters(self) -> Path:
        """Headquarters' own state directory."""
        return self.state / "headquarters"

    @property
    def database(self) -> Path:
        """Headquarters' database."""
        return self.headquarters / "backoffice.db"

    def url(self, port: int, path: str = "") -> str:
        """Return the address of a page."""
        return f"http://{_HOST}:{port}{path}"

    def listen(self, port: int) -> str:
        """Return `HOST:PORT`."""
        return f"{_HOST}:{port}"

    def close(self) -> None:
        """Leave the ports to other demos. Safe to repeat."""
        for name in self.held:
            name.close()


def choose_layout(state: Path) -> Layout:
    """Return a layout in `state`: the usual ports, or others where those are taken."""
    held: list[socket.socket] = []
    return Layout(
        state,
        api=_free_port(8070, held),
        kiosk=_free_port(8080, held),
        panel=_free_port(8060, held),
        backoffice=_free_port(8090, held),
        broker=_free_port(18830, held),
        held=tuple(held),
    )


def _free_port(usual: int, held: list[socket.socket]) -> int:
    port = _port_free_now(usual)
    if port is not None and _hold(port, held):
        return port
    return _free_port(0, held)


def _port_free_now(wanted: int) -> int | None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, wanted))
        except OSError:
            return None
        port: int = probe.getsockname()[1]
        return port


def _hold(port: int, held: list[socket.socket]) -> bool:
    """Tell other demos that the port is taken, though nobody listens there for some seconds yet."""
    name = socket.socket(socket.AF_UNIX)
    try:
        name.bind(f"\0atrium-demo-{port}")
    except OSError:
        name.close()
        return False
    held.append(name)
    return True


def write_config(
    shipped: Path,
    layout: Layout,
    public_keys: str,
    without: Container[str] = (),
    *,
    heard: bool = True,
) -> None:
    """Write the demo's configuration: the shipped one, with this layout's addresses.

    `public_keys` are headquarters', so that appointments can be booked. Devices in `without` that
    have no wire to pull are left out of it. Where nobody is there to hear (`heard` is false), an
    announcement that is not played takes no time.
    """
    import tomli_w  # noqa: PLC0415 - only a demo writes configuration

    content: dict[str, Any] = tomllib.loads(shipped.read_text(encoding="utf-8"))
    broker = {"host": _HOST, "port": layout.broker}
    content["mobile"] = {
        **content.get("mobile", {}),
        "address": layout.url(layout.backoffice, "/m"),
    }
    forms = content.get("forms", {})
    files = [str(shipped.parent / name) for name in forms.get("files", [])]
    content["forms"] = {**forms, "files": files}
    content["kiosk"] = {**content.get("kiosk", {}), "listen": layout.listen(layout.kiosk)}
    content["sync"] = {**content.get("sync", {}), "broker": broker}
    content["headquarters"] = {**content.get("headquarters", {}), "public_keys": [public_keys]}
    content["backoffice"] = {
        **content.get("backoffice", {}),
        "broker": broker,
        "listen": layout.listen(layout.backoffice),
        "database": str(layout.database),
    }
    content["devices"] = [
        device
        for device in content.get("devices", [])
        if "port" in device or device["id"] not in without
    ]
    for device in content["devices"]:
        if device["kind"] == "voice":
            device["options"]["pace_without_device"] = heard
    layout.config.write_text(tomli_w.dumps(content), encoding="utf-8")
