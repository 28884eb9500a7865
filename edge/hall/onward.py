"""Where a visitor goes next: the next service of the visit, or back to the clerk who sent them."""

from collections.abc import Collection, Sequence

from edge.domain import facts as f
from edge.domain.asking import asker_at, askers
from edge.domain.plan import Plan
from edge.domain.queue import Lane
from edge.domain.state import HallState
from edge.domain.visit import Leg, Visit


def after_service(
    state: HallState, plan: Plan, visit: Visit, counter: str, staff: str
) -> Sequence[f.Fact]:
    """Return the facts that follow the end of a service at `counter`; none where all is done.

    Services that are to be done together go on at the same counter, as far as its clerk can.
    """
    leg = visit.leg
    if leg.back_to:
        return [_back(state, plan, visit, leg)]
    if not leg.then:
        return []
    opened = f.LegOpened(
        visit.visit,
        leg.leg + 1,
        leg.then[0],
        "next_service",
        behind=visit.legs[0].issued_seq,
        then=list(leg.then[1:]),
        together=leg.together,
    )
    here = asker_at(state, plan, counter, staff).services
    if not leg.together or opened.service not in here:
        return [opened]
    return [
        opened,
        f.TicketCalled(visit.visit, opened.leg, counter, staff, chosen="together"),
        f.ServiceStarted(visit.visit, opened.leg, counter, staff),
    ]


def _back(state: HallState, plan: Plan, visit: Visit, leg: Leg) -> f.LegOpened:
    sent = next(each for each in reversed(visit.legs) if each.staff == leg.back_to)
    # A clerk who has gone, or serves other things by now, would keep the visitor from all others.
    there = any(
        asker.staff == leg.back_to and sent.service in asker.services
        for asker in askers(state, plan)
    )
    return f.LegOpened(
        visit.visit,
        leg.leg + 1,
        sent.service,
        "back",
        behind=0,
        to_staff=leg.back_to if there else "",
        then=list(leg.then),
        together=leg.together,
    )


def freed(
    state: HallState,
    counter: str,
    staff: str,
    returned: Collection[str] = (),
    still: Collection[str] = (),
) -> list[f.Fact]:
    """Return the facts that let anybody call who waits for this counter or this clerk alone.

    `returned` are visits that wait again by facts right before these. Nothing changes for the
    services that are `still` served there.
    """
    kept = [
        waiting.visit
        for lane, line in state.queue.lanes.items()
        if _is_kept(lane, counter, staff, still)
        for waiting in line
    ]
    kept += [
        visit for visit in returned if _is_kept(state.visits[visit].leg.lane, counter, staff, still)
    ]
    return [fact for visit in kept for fact in _for_anybody(visit, state, counter, staff)]


def stranded(state: HallState) -> list[f.Fact]:
    """Return the same for whoever waits for a counter or a clerk that is not there any more.

    As after somebody was put aside: the counter has closed meanwhile, and now they wait again.
    """
    seated = {now.staff for now in state.counters.values()}
    return [
        fact
        for lane, line in state.queue.lanes.items()
        if (lane.counter and not state.counter(lane.counter).is_open)
        or (lane.staff and lane.staff not in seated)
        for waiting in line
        for fact in _for_anybody(waiting.visit, state, lane.counter, lane.staff)
    ]


def _is_kept(lane: Lane, counter: str, staff: str, still: Collection[str]) -> bool:
    return lane.service not in still and (lane.counter == counter or lane.staff == staff)


def _for_anybody(visit: str, state: HallState, counter: str, staff: str) -> Sequence[f.Fact]:
    leg = state.visits[visit].leg
    return [
        f.TicketTransferred(visit, leg.leg, counter, staff),
        f.LegOpened(
            visit,
            leg.leg + 1,
            leg.service,
            "released",
            behind=leg.order[0],
            ready=leg.ready,
            back_to=leg.back_to,
            then=list(leg.then),
            together=leg.together,
        ),
    ]
