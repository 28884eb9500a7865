"""What kinds of codes are called in XFS4IoT's words, and the AIM identifiers scanners put first.

Sources: XFS4IoT `BarcodeReader` (symbologies); ISO/IEC 15424 (`]`, a letter for the kind of code, a
modifier), as printed in scanners' manuals (Motorola CS3000, table B-4).
"""

from collections.abc import Mapping

AIM_SIZE = 3
_AIM_FLAG = "]"

# GS1 DataMatrix and Data Matrix have one word; a code that has no word has none here.
_OF_AIM: Mapping[str, str] = {
    "A": "code39",
    "C": "code128",
    "E": "ean13",
    "F": "codabar",
    "G": "code93",
    "H": "code11",
    "I": "itf",
    "L": "pdf417",
    "M": "msi",
    "Q": "qrCode",
    "R": "std2Of5",
    "S": "std2Of5",
    "T": "code49",
    "U": "maxiCode",
    "d": "dataMatrix",
    "e": "rss",
    "z": "aztec",
}
# Modifiers that name another kind of code than their letter.
_OF_AIM_AND_MODIFIER: Mapping[str, str] = {"C1": "ean128", "E4": "ean8"}
_AIM_OF: Mapping[str, str] = {
    **{word: letter + "0" for letter, word in reversed(list(_OF_AIM.items()))},
    **{word: letters for letters, word in _OF_AIM_AND_MODIFIER.items()},
    "dataMatrix": "d1",
    "qrCode": "Q1",
}

SYMBOLOGIES = frozenset(_AIM_OF)


def split_aim(text: str) -> tuple[str, str]:
    """Return symbology and text of a code that begins with its AIM identifier.

    The symbology is empty for a code without identifier, or one that XFS4IoT has no word for.
    """
    letters = text[1:AIM_SIZE]
    if not text.startswith(_AIM_FLAG) or len(letters) < AIM_SIZE - 1:
        return "", text
    word = _OF_AIM_AND_MODIFIER.get(letters, _OF_AIM.get(letters[0], ""))
    return word, text[AIM_SIZE:]


def aim_identifier(symbology: str) -> str:
    """Return what a scanner puts before a code of that kind; of an unknown kind, `]X0`."""
    return _AIM_FLAG + _AIM_OF.get(symbology, "X0")
