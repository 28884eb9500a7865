"""What the variables of a UPS say of the mains and of its battery."""

from collections.abc import Mapping

from drivers.contract import PowerState

STATUS, CHARGE, RUNTIME = "ups.status", "battery.charge", "battery.runtime"

# Words of ups.status: networkupstools.org, developer guide, 4.9, and RFC 9271, 5.1.
_ON_BATTERY, _LOW, _FORCED_SHUTDOWN = "OB", "LB", "FSD"
_WAITING = "WAIT"
_CHARGE_STEP_PERCENT = 5

WORDS: Mapping[str, str] = {
    "OL": "on mains",
    "OB": "on battery",
    "LB": "battery low",
    "HB": "battery full",
    "RB": "the battery has to be replaced",
    "CHRG": "charging",
    "DISCHRG": "discharging",
    "BYPASS": "on bypass: what hangs on it is not protected",
    "CAL": "calibrating",
    "OFF": "off",
    "OVER": "overloaded",
    "TRIM": "lowering the voltage",
    "BOOST": "raising the voltage",
    "FSD": "about to shut down",
    "ALARM": "alarm",
}
TROUBLE = frozenset({"OB", "LB", "RB", "BYPASS", "OFF", "OVER", "FSD", "ALARM"})


def is_waiting(status: str) -> bool:
    """Tell whether the server has no data of the UPS yet."""
    return _WAITING in status.split()


def power_of(variables: Mapping[str, str]) -> PowerState:
    """Return what `variables` say; what is missing or no number is None."""
    words = variables.get(STATUS, "").split()
    return PowerState(
        on_battery=_ON_BATTERY in words,
        low=_LOW in words or _FORCED_SHUTDOWN in words,
        charge_percent=_number(variables.get(CHARGE, "")),
        runtime_s=_number(variables.get(RUNTIME, "")),
    )


def _number(text: str) -> int | None:
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        return None


def is_news(state: PowerState, said: PowerState | None) -> bool:
    """Tell whether `state` differs from what was said last by enough to say it again."""
    if said is None or (state.on_battery, state.low) != (said.on_battery, said.low):
        return True
    if state.charge_percent is None or said.charge_percent is None:
        return state.charge_percent is not said.charge_percent
    return abs(state.charge_percent - said.charge_percent) >= _CHARGE_STEP_PERCENT
