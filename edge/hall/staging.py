"""What headquarters says of applications: how far they are, decided on the hall's state."""

from edge.domain import facts as f
from edge.domain import stages
from edge.domain.command import Command
from edge.domain.stages import Staging
from edge.domain.state import HallState
from edge.hall.inbox import Decided, Inbox


def listen_for_stages(inbox: Inbox) -> None:
    """Have the commands about how far applications are come here."""
    inbox.decides(stages.STAGE, _decided)


def _decided(state: HallState, command: Command) -> Decided:
    staging = stages.read_staging(command.args)
    if not stages.is_news(staging, state.applications.get(staging.application)):
        return Decided(detail="already")
    return Decided([_staged(staging)])


def _staged(staging: Staging) -> f.ApplicationStaged:
    return f.ApplicationStaged(
        staging.application,
        staging.number,
        staging.stage.chinese,
        staging.stage.english,
        staging.reached,
        step=staging.step,
    )
