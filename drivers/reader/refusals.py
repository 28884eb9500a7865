"""What a SAM's refusal is when it is raised: an error with a name, a code and its meaning."""

from drivers.contract import DeviceRefusedError
from drivers.reader.sw3 import SW3_MEANINGS, Sw3, meaning_of


class SamRefusedError(DeviceRefusedError):
    """The SAM said no. `sw3` is what it said, `code` the stable name, such as `sam_read_failed`."""

    def __init__(self, sw3: int) -> None:
        super().__init__(f"{sw3:02X}", meaning_of(sw3))
        self.sw3 = sw3
        self.code = f"sam_{Sw3(sw3).name.lower()}" if sw3 in SW3_MEANINGS else "sam_unknown_answer"
