"""The shipped makes as `atrium wire decode` knows them; each profile is read when it is needed."""

from functools import partial

from drivers.led.strip.codec import StripDecoder, describe
from drivers.led.strip.profile import load_profile
from drivers.wire import Side, WireProtocol


def _decoder(profile: str, _side: Side) -> StripDecoder:
    return StripDecoder(load_profile(profile))


PINGAN = WireProtocol("strip-pingan", partial(_decoder, "pingan"), describe)
XINRUI = WireProtocol("strip-xinrui", partial(_decoder, "xinrui"), describe)
YINDA = WireProtocol("strip-yinda", partial(_decoder, "yinda"), describe)
