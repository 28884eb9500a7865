"""How hard callers are found on a port: by hearing one, for nothing can be asked of them.

Whoever looks for them presses a key while the port is listened to. Nobody answers that key
meanwhile, so the unit says it again and again for a while, and is heard the more surely.
"""

from drivers.caller.ff68.codec import Ff68Decoder, Frame, describe
from drivers.contract import Kind, LineSettings
from drivers.probing import Probe
from drivers.wire import Side


def recognise(heard: bytes) -> str:
    """Return which unit was heard and what it said, empty where none was."""
    decoder = Ff68Decoder(Side.DEVICE)
    for item in (*decoder.feed(heard), *decoder.finish()):
        if isinstance(item, Frame):
            return f"FF 68 bus, unit {item.address} says: {describe(item)['name']}"
    return ""


PROBE = Probe(
    kind=Kind.CALLER,
    protocol="ff68",
    question=b"",
    recognise=recognise,
    lines=(LineSettings(baudrate=9600),),
    within_s=1.0,
)
