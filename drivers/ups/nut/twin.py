"""A simulated NUT server with its UPSes, after upsd 2.8.0."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from drivers.twins import Twin, UnknownActionError
from drivers.ups.nut.codec import Line, NutDecoder, encode
from drivers.ups.nut.power import CHARGE, RUNTIME, STATUS
from drivers.wire import Noise, Side

_LOW_PERCENT = 20.0
_FULL_S = 1800.0  # a full battery lasts half an hour, and charges as fast

_ANSWERS: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("VER",): ("Network", "UPS", "Tools", "upsd", "2.8.0"),
    ("LOGOUT",): ("OK", "Goodbye"),
}


@dataclass(slots=True)
class SimulatedUps:
    """One UPS. `error` is what the server answers in place of data, such as DATA-STALE."""

    description: str = "Hall UPS"
    mains: bool = True
    charge_percent: float = 100.0
    error: str = ""
    more: dict[str, str] = field(default_factory=lambda: {"ups.mfr": "Atrium", "ups.model": "Twin"})

    def pass_time(self, dt_s: float) -> None:
        """Charge or drain."""
        change = dt_s / _FULL_S * 100 * (1 if self.mains else -1)
        self.charge_percent = min(100.0, max(0.0, self.charge_percent + change))

    def variables(self) -> dict[str, str]:
        """Return all it says."""
        low = " LB" if self.charge_percent <= _LOW_PERCENT else ""
        charging = " CHRG" if self.charge_percent < 100 else ""
        status = f"OL{charging}{low}" if self.mains else f"OB DISCHRG{low}"
        runtime_s = self.charge_percent / 100 * _FULL_S
        said = {CHARGE: f"{self.charge_percent:.0f}", RUNTIME: f"{runtime_s:.0f}", STATUS: status}
        return dict(sorted((said | self.more).items()))


class NutTwin(Twin):
    """A server with UPSes by name. With `users` it refuses data to whoever has not signed in."""

    def __init__(
        self,
        upses: Mapping[str, SimulatedUps] | None = None,
        users: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.upses = dict(upses or {"hall": SimulatedUps()})
        self._users = dict(users or {})
        self._down_s = 0.0
        self._begin()

    def _begin(self) -> None:
        self._decoder = NutDecoder(Side.HOST)
        self._username = self._password = ""

    @property
    def due_s(self) -> float | None:
        return self._down_s or None

    def receive(self, data: bytes) -> bytes:
        if self._down_s:
            return b""
        answers = []
        for item in self._decoder.feed(data):
            words = ("",) if isinstance(item, Noise) else item.words
            answers += [encode(Line(answer, Side.DEVICE)) for answer in self._answer(words)]
        return b"".join(answers)

    def tick(self, dt_s: float) -> bytes:
        self._down_s = max(0.0, self._down_s - dt_s)
        for ups in self.upses.values():
            ups.pass_time(dt_s)
        return b""

    def look(self) -> dict[str, Any]:
        """Return each UPS by name: its lamps, and the charge on its display."""
        return {"running": not self._down_s, "upses": {n: _look(u) for n, u in self.upses.items()}}

    def actions(self) -> Mapping[str, Callable[..., None]]:
        return {
            "silence": lambda: self._set_silent(True),
            "speak": lambda: self._set_silent(False),
            "restart": self._restart,
            "cut_mains": lambda ups="": self._set(ups, mains=False),
            "restore_mains": lambda ups="": self._set(ups, mains=True),
            "set_charge": lambda percent, ups="": self._set(ups, charge_percent=float(percent)),
            "make_stale": lambda ups="": self._set(ups, error="DATA-STALE"),
            "stop_driver": lambda ups="": self._set(ups, error="DRIVER-NOT-CONNECTED"),
            "start_driver": lambda ups="": self._set(ups, error=""),
        }

    # --- hands ---

    def _set_silent(self, silent: bool) -> None:
        self.silent = silent

    def _restart(self, down_s: float = 3.0) -> None:
        self._down_s = float(down_s)
        self._begin()

    def _set(self, name: str, **values: Any) -> None:
        name = name or next(iter(self.upses))
        if name not in self.upses:
            there = ", ".join(self.upses)
            raise UnknownActionError(f"no UPS {name!r} on this server; there are: {there}")
        for field_name, value in values.items():
            setattr(self.upses[name], field_name, value)

    # --- the wire ---

    def _answer(self, words: tuple[str, ...]) -> list[tuple[str, ...]]:
        match words:
            case ("LIST", "UPS"):
                return _listed("UPS", lines=[(n, u.description) for n, u in self.upses.items()])
            case ("LIST" | "GET", "VAR", name, *variable):
                if error := self._error(name):
                    return [("ERR", error)]
                return _variables(name, self.upses[name], *variable)
            case ("USERNAME" | "PASSWORD" as what, value):
                return [self._sign_in(what, value)]
        return [_ANSWERS.get(words, ("ERR", "UNKNOWN-COMMAND"))]

    def _sign_in(self, what: str, value: str) -> tuple[str, ...]:
        known = self._username if what == "USERNAME" else self._password
        if known:
            return ("ERR", f"ALREADY-SET-{what}")
        if what == "USERNAME":
            self._username = value
        else:
            self._password = value
        return ("OK",)

    def _error(self, name: str) -> str:
        if self._users and self._users.get(self._username) != self._password:
            return "ACCESS-DENIED"
        return self.upses[name].error if name in self.upses else "UNKNOWN-UPS"


def _listed(*what: str, lines: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [("BEGIN", "LIST", *what), *((*what, *line) for line in lines), ("END", "LIST", *what)]


def _variables(name: str, ups: SimulatedUps, variable: str = "") -> list[tuple[str, ...]]:
    """Return one variable of `ups`, or all of them."""
    said = ups.variables()
    if not variable:
        return _listed("VAR", name, lines=list(said.items()))
    if variable not in said:
        return [("ERR", "VAR-NOT-SUPPORTED")]
    return [("VAR", name, variable, said[variable])]


def _look(ups: SimulatedUps) -> dict[str, Any]:
    return {
        "mains": ups.mains,
        "charge_percent": round(ups.charge_percent),
        "low": ups.charge_percent <= _LOW_PERCENT,
        "heard": not ups.error,
    }


def make_twin(options: Mapping[str, Any]) -> NutTwin:
    """Return the server's side for a driver with these options."""
    users = {options["username"]: options.get("password", "")} if options.get("username") else {}
    return NutTwin({options.get("ups") or "hall": SimulatedUps()}, users)
