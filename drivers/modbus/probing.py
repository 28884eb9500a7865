"""What a probe does with what it heard: look for the answer to its question."""

from drivers.modbus import messages
from drivers.modbus.codec import decoder
from drivers.wire import Noise, Side


def answer_in(heard: bytes, unit: int, question: bytes) -> bytes | None:
    """Return the message by which `unit` answers `question` in RTU, None where there is none."""
    ear = decoder(Side.DEVICE)
    for item in [*ear.feed(heard), *ear.finish()]:
        if isinstance(item, Noise) or item.unit != unit or item.exception is not None:
            continue
        if messages.answers(question, item.pdu):
            return item.pdu
    return None
