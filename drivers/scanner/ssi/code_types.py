"""SSI's code types in XFS4IoT's words.

Source: Motorola, CS3000 Product Reference, table B-1 (one- and two-digit add-ons add 40 and 80 to
a type). Data Matrix and QR are inferred, QR and Aztec also seen in enioka_scan@a4ba218.
"""

from collections.abc import Mapping

SYMBOLOGY_OF: Mapping[int, str] = {
    0x01: "code39",
    0x02: "codabar",
    0x03: "code128",
    0x04: "std2Of5",
    0x05: "std2Of5Iata",
    0x06: "itf",
    0x07: "code93",
    0x08: "upcA",
    0x09: "upcE0",
    0x0A: "ean8",
    0x0B: "ean13",
    0x0C: "code11",
    0x0E: "msi",
    0x0F: "ean128",
    0x10: "upcE1",
    0x15: "triopticCode39",
    0x1B: "dataMatrix",
    0x1C: "qrCode",
    0x23: "rssRestricted",
    0x24: "rss",
    0x25: "rssExpanded",
    0x2D: "aztec",
    0x48: "upcA_2",
    0x49: "upcE0_2",
    0x4A: "ean8_2",
    0x4B: "ean13_2",
    0x50: "upcE1_2",
    0x88: "upcA_5",
    0x89: "upcE0_5",
    0x8A: "ean8_5",
    0x8B: "ean13_5",
    0x90: "upcE1_5",
}
TYPE_OF: Mapping[str, int] = {word: code_type for code_type, word in SYMBOLOGY_OF.items()}
