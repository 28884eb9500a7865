"""Mistakes of devices and screens: presses, strips, voices, the ticket screen, event streams."""

from planting import Bug, Change

_MORNING = "simulation/test_simulated_mornings.py::test_after_a_bad_morning_everybody_agrees"

SCREEN_BUGS = (
    Bug(
        "two-presses-two-visitors",
        "a key pressed twice calls a second visitor",
        (
            Change(
                "edge.reactions.hands:Hands._next",
                "if called_mono is not None and pressed_mono - called_mono < _DOUBLE_PRESS_MS:",
                "if False:",
            ),
        ),
        {"devices": "edge/reactions/test_reactions_hands.py"},
    ),
    Bug(
        "announced-again-after-a-restart",
        "a start says all calls once more that it finds in the journal",
        (
            Change(
                "edge.reactions.announcer:Announcer.__init__",
                "recorder.subscribe(self._on_fact)",
                """
                recorder.subscribe(self._on_fact)
                for visit in recorder.committed.tickets():
                    if visit.state is LegState.CALLED:
                        again = (visit.seq, visit.visit, visit.leg.counter)
                        asyncio.get_running_loop().call_later(5, self._announce_call, *again)
                """,
            ),
        ),
        {"devices": "edge/reactions/test_reactions_announcer.py", "simulation": f"{_MORNING}[1]"},
    ),
    Bug(
        "display-not-told-again",
        "a display that was away is believed to show still what it was told",
        (
            Change(
                "edge.reactions.converging:Converging.refresh",
                "self.shown = self._rests = None",
                "self._rests = None",
            ),
        ),
        {"devices": "edge/reactions/test_reactions_displays.py", "simulation": f"{_MORNING}[5]"},
    ),
    Bug(
        "strip-remembered-without-power",
        "a strip that missed a question is believed to have kept its text",
        (Change("drivers.led.onbon.line:StripLine._look_after", "strip.forget()", ""),),
        {
            "devices": "drivers/led/test_onbon_driver.py",
            "simulation": f"{_MORNING}[7]",
        },
    ),
    Bug(
        "late-answer-on-the-next-screen",
        "a greeting that comes late is shown to whoever stands there by then",
        (
            Change(
                "kiosk.flow:_stage_after",
                "if isinstance(event, d.Addressed) and event.dialogue != dialogue.id:",
                "if False:",
            ),
        ),
        {"kiosk": "kiosk/test_kiosk_flow.py"},
    ),
    Bug(
        "screen-not-wiped",
        "whoever walks away leaves name and ticket to the next visitor",
        (
            Change(
                "kiosk.moves:_wipe",
                "return d.Dialogue(turn.new_id, hall_here=dialogue.hall_here), _abandon(dialogue)",
                "return replace(dialogue, id=turn.new_id), _abandon(dialogue)",
            ),
        ),
        {"kiosk": "kiosk/test_kiosk_flow.py"},
    ),
    Bug(
        "asked-again-under-another-key",
        "a screen that heard no answer asks as if for the first time",
        (
            Change(
                "kiosk.moves:_ask_again",
                "return dialogue, (_take_ticket(dialogue),)",
                "return dialogue, (replace(_take_ticket(dialogue), key=_turn.new_id),)",
            ),
        ),
        {"kiosk": "kiosk/test_kiosk_flow.py"},
    ),
    Bug(
        "event-lost-between-past-and-present",
        "the past is read up to a fact before the one where listening began",
        (
            Change(
                "edge.journal.feed:Feed.groups",
                "last = self._committed",
                "last = self._committed - 1",
            ),
        ),
        {"api": "edge/api/test_api_events.py::test_past_and_present_join_without_a_gap"},
    ),
)
