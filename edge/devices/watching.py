"""What passes on a device's wire, put into words while it passes."""

from collections.abc import AsyncIterator
from typing import Any

from drivers.registry import wire_protocol_of
from drivers.wire import Noise, Side
from edge.devices.slot import DeviceSlot

_BEAT_S = 15.0


def decoded(slot: DeviceSlot) -> AsyncIterator[dict[str, Any]]:
    """Yield frames and noise in the shape of `shapes.WireFrame`, and `{}` in long silences.

    Nothing personal is in them. Raises `UnknownDriverError` where no codec is registered.
    """
    protocol = wire_protocol_of(slot.config.protocol, slot.options)

    async def frames() -> AsyncIterator[dict[str, Any]]:
        decoders = {side: protocol.decoder(side) for side in Side}
        missed = 0
        with slot.tap.listener() as listener:
            while not listener.ended:
                piece = await listener.next(_BEAT_S)
                if piece is None:
                    yield {}
                    continue
                # Told with the next frame, which may be finished by a later piece.
                missed, listener.missed = missed + listener.missed, 0
                for item in decoders[piece.side].feed(piece.data):
                    shown: dict[str, Any] = {"at_s": piece.at_s, "side": piece.side.value}
                    if isinstance(item, Noise):
                        yield shown | {"noise": item.reason, "missed": missed}
                    else:
                        frame = protocol.describe_masked(item)
                        yield shown | {"frame": frame, "missed": missed}
                    missed = 0

    return frames()


async def raw(slot: DeviceSlot) -> AsyncIterator[dict[str, Any]]:
    """Yield the bytes themselves, in the shape of `shapes.WireFrame`, and `{}` in silences."""
    with slot.tap.listener() as listener:
        while not listener.ended:
            piece = await listener.next(_BEAT_S)
            if piece is None:
                yield {}
                continue
            missed, listener.missed = listener.missed, 0
            yield {
                "at_s": piece.at_s,
                "side": piece.side.value,
                "hex": piece.data.hex().upper(),
                "missed": missed,
            }
