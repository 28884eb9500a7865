"""Dialogues at a ticket screen, brought where a test wants them event by event."""

from edge.api.shapes import Greeting, Ticket
from kiosk import dialogue as d
from kiosk.flow import step

TICKET = Ticket(visit="V1", ticket="A012", ahead=3, seq=9, service="pay", delivery="paper")

PHONE = "13812345678"

# How a visitor gets to each page.
PATHS: dict[d.Stage, tuple[d.Event, ...]] = {
    d.Stage.GREETED: (d.VisitorIdentified("V1"),),
    d.Stage.CHOOSING: (d.Touched("d0"),),
    d.Stage.SEARCHING: (d.Touched("d0"), d.SearchWanted("d0"), d.QueryTyped("d0", "df")),
    d.Stage.PRIORITY: (d.Touched("d0"), d.PriorityWanted("d0")),
    d.Stage.DOCUMENTS: (d.Touched("d0"), d.DocumentsAsked("d0", "pay")),
    d.Stage.PAPER: (d.Touched("d0"), d.PaperAsked("d0", "pay")),
    d.Stage.TYPING: (d.NumberWanted("d0", d.NumberKind.PHONE),),
    d.Stage.CHECKING: (
        d.NumberWanted("d0"),
        d.NumberTyped("d0", PHONE, d.NumberKind.PHONE),
    ),
    d.Stage.CODE: (d.CodeWanted("d0"),),
    d.Stage.CODE_CHECKING: (d.CodeWanted("d0"), d.CodeTyped("d0", "7K3M9QXD771X")),
    d.Stage.ISSUING: (d.Touched("d0"), d.ServiceChosen("d0", "pay")),
    d.Stage.TICKET: (
        d.Touched("d0"),
        d.ServiceChosen("d0", "pay"),
        d.TicketArrived("d0", TICKET),
    ),
    d.Stage.MAP: (
        d.Touched("d0"),
        d.ServiceChosen("d0", "pay"),
        d.TicketArrived("d0", TICKET),
        d.MapWanted("d0"),
    ),
    d.Stage.REFUSED: (
        d.Touched("d0"),
        d.ServiceChosen("d0", "pay"),
        d.TicketRefused("d0", "service_closed"),
    ),
}


def begun(*events: d.Event) -> tuple[d.Dialogue, list[d.Effect]]:
    """Let events happen to a new dialogue `d0`, one a second; later ones are `d1`, `d2`, …"""
    return stepped(d.Dialogue("d0", hall_here=True), *events)


def stepped(
    dialogue: d.Dialogue, *events: d.Event, begin_ms: int = 0
) -> tuple[d.Dialogue, list[d.Effect]]:
    """Let events happen to `dialogue`, and return all effects besides what it has become."""
    all_effects: list[d.Effect] = []
    for number, event in enumerate(events, 1):
        dialogue, effects = step(dialogue, event, f"d{number}", begin_ms + number * 1000)
        all_effects += effects
    return dialogue, all_effects


def greeting(name: str = "张**", age_band: str = "18_59", document: str = "citizen") -> Greeting:
    return Greeting(visit="V1", name=name, document=document, age_band=age_band)
