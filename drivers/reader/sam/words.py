"""What the commands of a SAM-A reader are called.

Source: the SAM-A interface as published by reader makers (eastcoms.com/service/downdrive/508.html,
softs.im 身份证阅读器通信协议).
"""

COMMAND_NAMES: dict[tuple[int, int], str] = {
    (0x10, 0xFF): "reset SAM",
    (0x11, 0xFF): "SAM status",
    (0x12, 0xFF): "read SAM number",
    (0x20, 0x01): "find card",
    (0x20, 0x02): "select card",
    (0x30, 0x01): "read text and photo",
    (0x30, 0x03): "read newest address",
    (0x30, 0x10): "read text, photo and fingerprint",
    (0x60, 0x00): "set baud rate",
    (0x60, 0x01): "set baud rate",
    (0x60, 0x02): "set baud rate",
    (0x60, 0x03): "set baud rate",
    (0x60, 0x04): "set baud rate",
    (0x61, 0xFF): "set RF bytes",
}

BAUDRATES = (115200, 57600, 38400, 19200, 9600)
