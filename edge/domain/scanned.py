"""What a text means that somebody shows to a scanner of the hall beside a screen.

    ABCDEFGH23456789, https://hall.example/m/SECRET#ABCDEFGH23456789    a ticket
    7K3M-9QXD                                                           a form that was kept
    261122-0042-2                                                       an application's number
    3301234567                                                          perhaps an account's

Codes and numbers of applications bear their dashes wherever they can be scanned, so that no account
is taken for one.
"""

import re
from dataclasses import dataclass, field

from edge.domain.applications import read_code, read_number
from edge.domain.mobile import visit_in

_CODE = re.compile(r"[0-9A-Za-z]{4}-[0-9A-Za-z]{4}")
_NUMBER = re.compile(r"[0-9]{6}-[0-9]{4,6}-[0-9]")
_ACCOUNT = re.compile(r"[0-9]{6,13}")


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was read out of a text: one of these at most, the others empty."""

    ticket: str = ""
    code: str = field(default="", repr=False)
    application: str = ""
    account: str = field(default="", repr=False)


def read_scanned(text: str) -> Scanned:
    """Return what `text` means: the visit of a ticket, a form's code, a number; or nothing."""
    text = text.strip()
    if _CODE.fullmatch(text):
        return Scanned(code=read_code(text) or "")
    if _NUMBER.fullmatch(text):
        return Scanned(application=read_number(text) or "")
    if _ACCOUNT.fullmatch(text):
        return Scanned(account=text)
    return Scanned(ticket=visit_in(text))
