"""What a self-test says of a printer, and the ticket it prints."""

from drivers.contract import Finding, Paper, PaperTicket
from drivers.printer.escpos.profile import Profile
from drivers.printer.escpos.status import State

TEST_TICKET = PaperTicket(
    number="T000",
    hall="打印测试",
    hall_english="Printer test",
    service="中文是否清楚？",
    service_english="Is the Chinese legible?",
    ahead="两个码能扫吗？",
    ahead_english="Do both codes scan?",
    where="切得整齐吗？",
    where_english="Is the cut clean?",
    issued_at="0123456789",
    qr="ATRIUM:TEST",
    barcode="TEST-0000",
    footer="此票无效",
    footer_english="Not a ticket",
)

_PAPER = {
    Paper.FULL: "there is paper",
    Paper.LOW: "paper is running low: put in a new roll soon",
    Paper.OUT: "there is no paper: put in a roll",
}


def findings_of(
    state: State | None, answers: str, profile: Profile, identity: str
) -> list[Finding]:
    """Return what `state` says, in plain words; `answers` are the bytes it was read from."""
    if state is None:
        said = "it does not answer DLE EOT: check power, cable, baud rate, and that it is ESC/POS"
        return [Finding(False, said)]
    read_as = f"it answers {answers}, read as: {profile.title}"
    return [Finding(True, read_as), *_identity(identity, profile), *_parts(state)]


def _identity(identity: str, profile: Profile) -> list[Finding]:
    if identity:
        return [Finding(True, f"it says that it is {identity}")]
    said = "it does not say what it is (GS I)"
    return [Finding(True, said)] if profile.identifies else []


def _parts(state: State) -> list[Finding]:
    jammed = State.CUTTER_JAMMED in state
    end = State.PAPER_END in state
    low = State.PAPER_LOW in state
    paper = Paper.OUT if end else Paper.LOW if low else Paper.FULL
    opened = State.COVER_OPEN in state
    return [
        Finding(not opened, "the cover is open: close it" if opened else "the cover is closed"),
        Finding(not end, _PAPER[paper]),
        Finding(not jammed, "the cutter is jammed" if jammed else "the cutter is free"),
        *_others(state),
    ]


_OTHERS = {
    State.FEEDING: (False, "somebody holds its feed key"),
    State.OVERHEATED: (False, "its head is too hot: it goes on by itself once it is cool"),
    State.BROKEN: (False, "it has an error that only switching it off and on clears, or repair"),
    State.MECHANICAL: (False, "its mechanism has an error: look for paper inside"),
    State.FAILED: (False, "it reports an error"),
    State.TICKET_IN_EXIT: (True, "a ticket waits in its exit"),
}


def _others(state: State) -> list[Finding]:
    found = [Finding(ok, said) for flag, (ok, said) in _OTHERS.items() if flag in state]
    if state == State.OFFLINE:
        found.append(Finding(False, "it is offline and does not say why: press its online key"))
    return found
