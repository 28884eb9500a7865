"""Watches a UPS through a NUT server: mains, battery, and whether anybody hears the UPS at all."""

import asyncio
from dataclasses import dataclass, field

from drivers.contract import (
    Context,
    Declaration,
    DeviceRefusedError,
    DeviceSilentError,
    Finding,
    Health,
    Kind,
    NotPossibleError,
    PowerChanged,
    PowerState,
    PowerSupply,
    Wire,
)
from drivers.ups.nut import power
from drivers.ups.nut.server import NutServer

_HEALTHS = {
    "DATA-STALE": Health.OFFLINE,
    "DRIVER-NOT-CONNECTED": Health.NO_DEVICE,
    "UNKNOWN-UPS": Health.USER_ERROR,
    "ACCESS-DENIED": Health.USER_ERROR,
    "INVALID-PASSWORD": Health.USER_ERROR,
    "INVALID-USERNAME": Health.USER_ERROR,
}
_NOT_SAID = "VAR-NOT-SUPPORTED"
_ALREADY = ("ALREADY-SET-USERNAME", "ALREADY-SET-PASSWORD")


@dataclass(frozen=True, slots=True)
class NutOptions:
    """Which UPS of the server, and how often it is asked.

    Without `ups` it is the only one there is. A user is needed only where the server's own rules
    ask for one: reading is free as delivered.
    """

    ups: str = ""
    username: str = ""
    password: str = field(default="", repr=False)
    poll_s: float = 2.0
    reply_timeout_s: float = 2.0

    def __post_init__(self) -> None:
        if self.poll_s <= 0:
            raise ValueError(f"poll_s: {self.poll_s:g} is not more than 0")
        if self.password and not self.username:
            raise ValueError("username: a password is given and no user")


class NutUps(PowerSupply):
    """A UPS behind Network UPS Tools (upsd). Tried on upsd 2.8.0; no UPS has hung on it so far.

    Reports the power when it is first known and when mains or battery change, or the charge by 5 %.
    Stale data is no data: the UPS is then offline, and what was said last stands.
    """

    declaration = Declaration(
        kind=Kind.UPS,
        protocol="nut",
        title="UPS on a Network UPS Tools server",
        options=NutOptions,
        capabilities=frozenset({"charge", "runtime"}),
    )

    options: NutOptions

    def __init__(self, wire: Wire, options: NutOptions, context: Context) -> None:
        super().__init__(wire, options, context)
        self._server = NutServer(wire, options.reply_timeout_s)
        self._signed_in = not options.username
        self._said: PowerState | None = None
        self._unsaid: set[str] = set()

    async def run(self) -> None:
        """Ask for the power every `poll_s` seconds, until the wire is lost."""
        while True:
            try:
                health, detail = await self._look()
            except DeviceSilentError as error:
                health, detail = Health.OFFLINE, str(error)
            except DeviceRefusedError as error:
                health, detail = await self._explain(error)
            except NotPossibleError as error:
                health, detail = Health.USER_ERROR, str(error)
            self.report_health(health, detail)
            await self._rest(health)

    async def self_test(self) -> list[Finding]:
        """Read all that the UPS says, and put the part that matters into words."""
        name = await self._name()
        said = await self._server.variables(name)
        words = said.get(power.STATUS, "").split()
        model = " ".join(filter(None, (said.get("ups.mfr"), said.get("ups.model")))) or "no model"
        findings = [Finding(True, f"UPS {name}: {model}")]
        for word in words:
            findings.append(Finding(word not in power.TROUBLE, power.WORDS.get(word, word)))
        state = power.power_of(said)
        if state.charge_percent is not None:
            findings.append(Finding(not state.low, f"the battery is at {state.charge_percent} %"))
        if state.runtime_s is not None:
            findings.append(Finding(not state.low, f"it lasts {state.runtime_s // 60} min more"))
        return findings

    async def _rest(self, health: Health) -> None:
        # While all is well a server that hangs up is noticed at once. What anybody else says on
        # this wire is not worth listening to.
        if health.usable:
            await self._server.listen(self.options.poll_s)
        else:
            await asyncio.sleep(self.options.poll_s)

    async def _look(self) -> tuple[Health, str]:
        if not self._signed_in:
            await self._sign_in()
        name = await self._name()
        said = {power.STATUS: await self._server.variable(name, power.STATUS)}
        if power.is_waiting(said[power.STATUS]):
            return Health.STARTING, "the server waits for the first data"
        for variable in (power.CHARGE, power.RUNTIME):
            said[variable] = await self._optional(name, variable)
        state = power.power_of(said)
        if power.is_news(state, self._said):
            self._said = state
            self.context.report(PowerChanged(state))
        return Health.ONLINE, ""

    async def _optional(self, name: str, variable: str) -> str:
        if variable in self._unsaid:
            return ""
        try:
            return await self._server.variable(name, variable)
        except DeviceRefusedError as error:
            if error.reason != _NOT_SAID:
                raise
            self._unsaid.add(variable)
            return ""

    async def _name(self) -> str:
        if self.options.ups:
            return self.options.ups
        names = list(await self._server.upses())
        if len(names) != 1:
            there = f"several: {', '.join(names)}; name one in the option ups" if names else "none"
            raise NotPossibleError(f"which UPS? the server has {there}")
        return names[0]

    async def _sign_in(self) -> None:
        try:
            await self._server.sign_in(self.options.username, self.options.password)
        except DeviceRefusedError as error:
            if error.reason not in _ALREADY:
                raise
        self._signed_in = True

    async def _explain(self, error: DeviceRefusedError) -> tuple[Health, str]:
        """Return the health for a refusal, and in words what a person would want to know."""
        detail = str(error)
        self._unsaid.clear()  # another driver, another UPS: what it says may have changed
        if error.reason == "UNKNOWN-UPS":
            try:
                names = ", ".join(await self._server.upses()) or "none"
            except (DeviceSilentError, DeviceRefusedError):
                names = "it does not say which"
            detail = f"no UPS {self.options.ups!r}; there are: {names}"
        return _HEALTHS.get(str(error.reason), Health.HARDWARE_ERROR), detail
