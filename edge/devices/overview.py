"""Devices as the API shows them, and what each counter has lost."""

from collections.abc import Sequence
from typing import Any

from drivers.contract import Kind
from edge.devices.pool import DevicePool
from edge.devices.slot import DeviceSlot
from edge.domain.plan import Plan

# What the hall does without a device of each kind.
FALLBACKS = {
    Kind.READER: "type the number or go on without",
    Kind.CHIP: "type the customer number",
    Kind.SCANNER: "type the code",
    Kind.RELAY: "doors and lights by hand",
    Kind.UPS: "a power cut comes without warning",
    Kind.FOOTFALL: "waiting is counted from the first touch",
    Kind.PRINTER: "number and QR on the screen",
    Kind.LED: "voice twice and the main board",
    Kind.CALLER: "the clerk's terminal; rating on the screen",
    Kind.VOICE: "LED strips and the main board",
}
# What stands in the hall and changes what a clerk does while it is lost.
_SHARED = (Kind.VOICE, Kind.PRINTER, Kind.READER)


def describe(pool: DevicePool) -> list[dict[str, Any]]:
    """Return all devices in the shape of `shapes.Device`."""
    return [_describe(slot) for slot in pool.slots.values()]


def _describe(slot: DeviceSlot) -> dict[str, Any]:
    config = slot.config
    return {
        "id": config.id,
        "kind": config.kind.value,
        "protocol": config.protocol,
        "port": config.port,
        "place": config.place,
        "health": slot.own.health.value,
        "detail": slot.own.detail,
        "paper": slot.paper.value,
        "since": slot.own.since,
        "last_good": slot.own.last_good,
        "losses": slot.losses,
        "fallback": FALLBACKS[config.kind],
        "units": [
            {
                "unit": unit,
                "health": known.health.value,
                "detail": known.detail,
                "since": known.since,
            }
            for unit, known in sorted(slot.units.items())
        ],
    }


def degraded(pool: DevicePool, plan: Plan) -> dict[str, list[str]]:
    """Return what each counter has lost, by counter: some of `led`, `caller`, and of `_SHARED`.

    What the hall shares is lost where it has devices of that kind and none of them is usable.
    """
    shared = [kind.value for kind in _SHARED if _all_lost(list(pool.of_kind(kind)))]
    lost: dict[str, list[str]] = {}
    for counter in plan.counters:
        addresses = (("led", counter.led), ("caller", counter.caller))
        lost[counter.id] = [
            name
            for name, address in addresses
            if address and not pool.slots[address.device].usable(address.unit)
        ]
        lost[counter.id] += shared
    return lost


def _all_lost(slots: Sequence[DeviceSlot]) -> bool:
    return bool(slots) and not any(slot.usable() for slot in slots)
