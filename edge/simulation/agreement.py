"""What must be so when the storm is over: hall, headquarters, people and devices agree."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing

from drivers.caller.ff68.twin import Ff68Twin
from drivers.led.onbon.twin import OnbonTwin
from edge.api.explained import local_minutes
from edge.controller import Controller
from edge.domain import facts as f
from edge.domain.leg import IllegalMoveError
from edge.domain.state import HallState
from edge.journal.rows import recorded_of
from edge.journal.store import JournalReader
from edge.journal.verify import verify
from edge.reactions.displays import caller_wish, strip_text
from edge.simulation.booked import Appointments, differences
from edge.simulation.hall import SimulatedHall
from edge.simulation.headquarters import SimulatedHeadquarters
from edge.simulation.ledger import Ledger
from edge.simulation.settled import unsettled
from edge.simulation.turns import Turns, numbers_and_calls
from edge.state_dir import StateDir

Journal = list[tuple[f.Recorded, bytes]]


def read_journal(hall: SimulatedHall) -> Journal:
    """Return all facts on the card with their hashes, in order."""
    with closing(JournalReader(StateDir(hall.card.folder).journal)) as reader:
        return [(recorded_of(row), digest) for row, digest in reader.rows(0)]


def disagreements(
    hall: SimulatedHall,
    headquarters: SimulatedHeadquarters,
    ledger: Ledger,
    *,
    alone: bool = True,
) -> Iterator[str]:
    """Yield, in words, everything about `hall` that is not as it must be.

    `alone` says that no other machine has ever spoken for the same hall.
    """
    controller = hall.controller.controller
    if controller is None:
        yield f"{hall.name}: the controller does not run"
        return
    journal = read_journal(hall)
    yield from _journal_is_whole(hall)
    facts = [recorded for recorded, _digest in journal]
    turns = Turns(hall.plan.edge.hall.plan, local_minutes(hall.plan.edge.timezone))
    yield from _state_is_what_the_journal_says(controller, facts, turns)
    ledger.unsure = turns.unsure
    yield from numbers_and_calls(facts)
    yield from _calls_are_as_answered(facts, ledger)
    yield from _headquarters_has_all(hall, journal, headquarters)
    yield from _appointments_agree(hall, facts, headquarters if alone else None)
    yield from _devices_show_what_is_so(hall, controller)
    yield from _paper_is_true(journal, ledger)
    yield from unsettled(hall, controller, facts)


def broken_promises(headquarters: SimulatedHeadquarters, ledger: Ledger) -> Iterator[str]:
    """Yield whatever somebody was told and headquarters does not have."""
    known = headquarters.known()
    for promise in ledger.promises:
        if (promise.kind, promise.subject) not in known:
            yield f"{promise.kind} of {promise.subject} was acknowledged and is not there"


def _journal_is_whole(hall: SimulatedHall) -> Iterator[str]:
    with closing(JournalReader(StateDir(hall.card.folder).journal)) as reader:
        verdict = verify(reader)
    if not verdict.whole:
        yield f"{hall.name}: {verdict.trouble}"


def _state_is_what_the_journal_says(
    controller: Controller, facts: Sequence[f.Recorded], turns: Turns
) -> Iterator[str]:
    recorder, folded = controller.hall.recorder, HallState()
    for recorded in facts:
        try:
            yield from turns.look(folded, recorded)
            folded.apply(recorded)
        except (ValueError, LookupError, TypeError, IllegalMoveError) as error:
            yield f"fact {recorded.seq} ({recorded.fact.kind}) cannot follow: {error}"
            return
    for name, state in (("committed", recorder.committed), ("working", recorder.working)):
        if folded != state:
            yield f"the {name} state is not what the journal's facts make"


def _calls_are_as_answered(facts: Sequence[f.Recorded], ledger: Ledger) -> Iterator[str]:
    called = {each.seq: each.fact for each in facts if isinstance(each.fact, f.TicketCalled)}
    for visit, counter, seq in ledger.calls:
        fact = called.get(seq)
        if fact is None or (fact.subject, fact.counter) != (visit, counter):
            yield f"counter {counter} was told to expect {visit}, and fact {seq} does not say so"


def _headquarters_has_all(
    hall: SimulatedHall, journal: Journal, headquarters: SimulatedHeadquarters
) -> Iterator[str]:
    held = headquarters.held(hall.plan.edge.config.id)
    times = Counter(digest for _epoch, _seq, digest in held)
    missing = [recorded.seq for recorded, digest in journal if not times[digest]]
    if missing:
        yield f"{hall.name}: headquarters lacks {len(missing)} facts, the first is {missing[0]}"
    doubled = sum(count > 1 for count in times.values())
    if doubled:
        yield f"{hall.name}: headquarters holds {doubled} facts twice"
    yield from _in_order(held)


def _in_order(held: Sequence[tuple[str, int, bytes]]) -> Iterator[str]:
    """Yield where a stretch has a hole. What came under an earlier epoch is not kept twice."""
    known = {seq for _epoch, seq, _digest in held}
    last: dict[str, int] = {}
    for epoch, seq, _digest in held:
        if any(missing not in known for missing in range(last.get(epoch, seq) + 1, seq)):
            yield f"headquarters: fact {seq} of {epoch} follows {last[epoch]}"
        last[epoch] = seq


def _appointments_agree(
    hall: SimulatedHall, facts: Sequence[f.Recorded], headquarters: SimulatedHeadquarters | None
) -> Iterator[str]:
    appointments = Appointments(hall.plan.edge.hall.appointments)
    for recorded in facts:
        yield from appointments.look(recorded)
    if headquarters is not None:
        known = headquarters.booked(hall.plan.edge.config.id)
        asked = headquarters.asked(hall.plan.edge.config.id)
        yield from differences(appointments.states, known, asked)


def _devices_show_what_is_so(hall: SimulatedHall, controller: Controller) -> Iterator[str]:
    state, plan = controller.hall.recorder.committed, hall.plan.edge.hall.plan
    for counter in plan.counters:
        if counter.led is not None:
            twin = hall.device(counter.led.device).twin
            wanted = strip_text(state, counter)
            shown = twin.text(int(counter.led.unit)) if isinstance(twin, OnbonTwin) else wanted
            if shown != wanted:
                yield f"the strip of counter {counter.id} shows {shown!r}, not {wanted!r}"
        if counter.caller is not None:
            twin = hall.device(counter.caller.device).twin
            word, _, value = caller_wish(state, plan, counter).partition(" ")
            if isinstance(twin, Ff68Twin):
                shown = twin.look()["units"][counter.caller.unit][word]
                if shown.lstrip("0") != _last_digits(value).lstrip("0"):
                    yield f"the caller of counter {counter.id}: {word} {shown!r}, not {value!r}"
    yield from _board_shows_what_is_so(hall, controller)


def _last_digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())[-3:]


def _board_shows_what_is_so(hall: SimulatedHall, controller: Controller) -> Iterator[str]:
    if not hall.plan.has_screens:
        return
    board = hall.screens.view.board if hall.screens is not None else None
    if board is None:
        yield "the main board says that the hall is away"
        return
    wanted = controller.hall.views.board()
    for part in ("calls", "waiting"):
        if board.model_dump()[part] != wanted[part]:
            yield f"the main board's {part} are not what is so"


def _paper_is_true(journal: Journal, ledger: Ledger) -> Iterator[str]:
    voided = {recorded.fact.subject for recorded, _ in _of(journal, f.TicketVoided)}
    for visit in ledger.papers:
        if visit in voided:
            yield f"visit {visit} holds a paper ticket that was voided"


def _of(journal: Iterable[tuple[f.Recorded, bytes]], kind: type[f.Fact]) -> Journal:
    return [(recorded, digest) for recorded, digest in journal if isinstance(recorded.fact, kind)]
