"""Dialogues at a ticket screen, brought where a test wants them event by event."""

from edge.api.shapes import Greeting, Ticket
from kiosk import dialogue as d
from kiosk.flow import step

TICKET = Ticket(visit="V1", ticket="A012", ahead=3, seq=9, service="pay", delivery="paper")


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
