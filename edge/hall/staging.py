"""What headquarters says of applications: its own numbers, and how far they are.

Both are decided on the hall's state.
"""

from edge.domain import facts as f
from edge.domain import numbered, stages
from edge.domain.applications import kept_until
from edge.domain.command import Command
from edge.domain.stages import Staging
from edge.domain.state import HallState
from edge.hall.inbox import Decided, Inbox


def listen_for_stages(inbox: Inbox, handed_in_days: int) -> None:
    """Have the commands about applications come here; a number is kept `handed_in_days`."""

    def numbered_(state: HallState, command: Command) -> Decided:
        return _numbered(state, command, handed_in_days)

    inbox.decides(stages.STAGE, _staged)
    inbox.decides(numbered.NUMBER, numbered_)


def _numbered(state: HallState, command: Command, handed_in_days: int) -> Decided:
    said = numbered.read_numbered(command.args)
    if said.application in state.applications:
        return Decided(detail="already")
    until = kept_until(command.issued, handed_in_days)
    return Decided([f.ApplicationNumbered(said.application, said.form, said.number, until)])


def _staged(state: HallState, command: Command) -> Decided:
    staging = stages.read_staging(command.args)
    if not stages.is_news(staging, state.applications.get(staging.application)):
        return Decided(detail="already")
    return Decided([_as_fact(staging)])


def _as_fact(staging: Staging) -> f.ApplicationStaged:
    return f.ApplicationStaged(
        staging.application,
        staging.number,
        staging.stage.chinese,
        staging.stage.english,
        staging.reached,
        step=staging.step,
    )
