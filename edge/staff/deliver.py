"""Brings one press to the hall, as often as it takes for one answer, with one effect."""

from collections.abc import Awaitable, Callable

from edge.api import shapes
from edge.client import HallClient, HallError
from edge.staff import deliver_given as given
from edge.staff.actions import Action
from edge.staff.filled import filled
from edge.staff.insisting import UnheardError, insist
from edge.staff.patience import Patience
from edge.staff.press import (
    Done,
    Finished,
    FormSeen,
    NobodyWaits,
    NotPrinted,
    Outcome,
    Press,
    Refused,
    Revealed,
    Unheard,
)
from edge.staff.steps import NOTHING_SHOWN

Send = Callable[[HallClient, Press], Awaitable[Outcome]]


async def deliver(client: HallClient, press: Press, patience: Patience) -> Outcome:
    """Send `press` until the hall answers, always under the press's own key."""
    if press.action is Action.FINISH_NEXT:
        return await _finish_and_call(client, press, patience)
    return await _insist(lambda: _SEND[press.action](client, press), patience)


async def acknowledge(
    client: HallClient, body: shapes.Acknowledgement, key: str, patience: Patience
) -> Outcome:
    """Note that the clerk knows of a fault, in the same way."""

    async def send() -> Outcome:
        await client.acknowledge_fault(body, key)
        return Done()

    return await _insist(send, patience)


async def _insist(send: Callable[[], Awaitable[Outcome]], patience: Patience) -> Outcome:
    try:
        return await insist(send, patience)
    except UnheardError:
        return Unheard()
    except HallError as error:
        return Refused(error.code, str(error))


async def _finish_and_call(client: HallClient, press: Press, patience: Patience) -> Outcome:
    """Finish the visit that was meant; only when that is certain, and the counter free, call."""
    states: list[str] = []

    async def finish() -> Outcome:
        called = await client.finish(press.counter, press.key, press.visit)
        states.append(called.state)
        return Done(called.visit, called.ticket)

    finished = await _insist(finish, patience)
    if not isinstance(finished, Done):
        return finished
    if states[-1] == "serving":
        return Finished(goes_on=True)
    # A key of its own: it is another request, of the same press.
    key = f"{press.key}.next"
    called = await _insist(lambda: _call_next(client, press.counter, key), patience)
    if isinstance(called, Done):
        return called
    return Finished(nobody_waits=isinstance(called, NobodyWaits))


async def _call_next(client: HallClient, counter: str, key: str) -> Outcome:
    called = await client.call_next(counter, key)
    return Done(called.visit, called.ticket) if called else NobodyWaits()


# --- one way for each action --------------------------------------------------------------------


async def _next(client: HallClient, press: Press) -> Outcome:
    return await _call_next(client, press.counter, press.key)


async def _precall(client: HallClient, press: Press) -> Outcome:
    called = await client.precall(press.counter, press.key)
    return Done(called.visit, called.ticket) if called else NobodyWaits()


async def _to_counter(client: HallClient, press: Press) -> Outcome:
    match press.action:
        case Action.OPEN:
            await client.open_counter(press.counter, press.key)
        case Action.CLOSE:
            await client.close_counter(press.counter, press.key)
        case Action.PAUSE:
            await client.pause(press.counter, press.given["reason"], press.key)
        case Action.RESUME:
            await client.resume(press.counter, press.key)
    return Done()


async def _to_visit(client: HallClient, press: Press) -> Outcome:
    verbs = {
        Action.RECALL: client.recall,
        Action.START: client.start,
        Action.FINISH: client.finish,
    }
    called = await verbs[press.action](press.counter, press.key, press.visit or None)
    return Done(called.visit, called.ticket)


async def _no_show(client: HallClient, press: Press) -> Outcome:
    reason = press.given.get("reason", "")
    called = await client.no_show(press.counter, press.key, press.visit or None, reason)
    return Done(called.visit, called.ticket)


async def _with_answers(client: HallClient, press: Press) -> Outcome:
    called = await given.send(client, press)
    return Done(called.visit, called.ticket)


async def _help(client: HallClient, press: Press) -> Outcome:
    if press.given["urgency"] == "end":
        await client.end_help(press.counter, press.key)
    else:
        await client.call_help(given.help_call(press), press.key)
    return Done()


async def _note(client: HallClient, press: Press) -> Outcome:
    await client.write_note(press.visit, press.given["note"], press.key)
    return Done(press.visit, press.ticket)


async def _reveal(client: HallClient, press: Press) -> Outcome:
    why = shapes.Reveal.model_validate({"reason": press.given["reason"]})
    known = await client.reveal(press.visit, why)
    return Revealed(known.visit, known.name, known.number)


async def _form(client: HallClient, press: Press) -> Outcome:
    application = await client.application_at(press.counter)
    forms = await client.forms() if application else []
    for form in forms:
        if application and form.id == application.form:
            return FormSeen(filled(press.visit, form, application))
    return FormSeen(None)


async def _withdraw(client: HallClient, press: Press) -> Outcome:
    wanted = shapes.Withdraw(application=press.given["application"], visit=press.visit)
    called = await client.withdraw_application(press.counter, wanted, press.key)
    return Done(called.visit, called.ticket)


async def _show(client: HallClient, press: Press) -> Outcome:
    what = press.given["what"]
    shown = "" if what == NOTHING_SHOWN else what
    called = await client.show(press.counter, shown, press.visit or None, press.key)
    return Done(called.visit, called.ticket)


async def _print_missing(client: HallClient, press: Press) -> Outcome:
    application = press.given["application"]
    printed = await client.print_missing(application, press.counter, press.key)
    if printed.outcome == "printed":
        return Done(press.visit, press.ticket)
    return NotPrinted(perhaps=printed.outcome == "uncertain")


async def _read(client: HallClient, press: Press) -> Outcome:
    await client.read_message(press.given["message"], press.key)
    return Done()


_SEND: dict[Action, Send] = {
    Action.NEXT: _next,
    Action.PRECALL: _precall,
    Action.NO_SHOW: _no_show,
    Action.HELP: _help,
    Action.READ: _read,
    Action.NOTE: _note,
    Action.REVEAL: _reveal,
    Action.FORM: _form,
    Action.PRINT_MISSING: _print_missing,
    Action.SHOW: _show,
    Action.WITHDRAW: _withdraw,
    **dict.fromkeys((Action.OPEN, Action.CLOSE, Action.PAUSE, Action.RESUME), _to_counter),
    **dict.fromkeys((Action.RECALL, Action.START, Action.FINISH), _to_visit),
    **dict.fromkeys(given.ACTIONS, _with_answers),
}
