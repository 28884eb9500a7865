"""The number a SAM was given when it was made, by which its maker and the police know it."""

import struct

SAM_NUMBER_BYTES = 16


def sam_number_text(data: bytes) -> str:
    """Return a SAM's 16-byte number as printed on it, such as 05.03-20180101-0001234567-….

    As seen in public code (hevz/hev-idcard-reader).
    """
    vendor, _, model, _, date, serial, check = struct.unpack("<BBBBIII", data)
    return f"{vendor:02d}.{model:02d}-{date:d}-{serial:010d}-{check:010d}"
