"""What clerks may give as a reason or an outcome, as the configuration lists it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

Use = Literal["outcome", "park", "transfer", "no_show"]
USES: tuple[Use, ...] = get_args(Use)


@dataclass(frozen=True)
class Reason:
    """One answer a clerk may give: how a service ended, or why something is done with a visitor.

    `use` says which: `outcome`, or why one is put aside, handed on, or given up.
    """

    use: Use
    id: str
    name: str
    name_english: str


# What a hall has that lists none for that use.
USUAL_REASONS = (
    Reason("outcome", "done", "办成", "Done"),
    Reason("outcome", "accepted", "已受理，等后续", "Accepted: more follows"),
    Reason("outcome", "documents", "材料不全", "Documents missing"),
    Reason("outcome", "survey", "需现场查勘", "A site visit is needed"),
    Reason("outcome", "refused", "不能办理", "Cannot be done"),
    Reason("outcome", "again", "改日再来", "Comes again another day"),
    Reason("outcome", "answered", "仅咨询", "A question answered"),
    Reason("park", "documents", "材料不全", "Documents missing"),
    Reason("park", "copies", "去复印", "Makes copies"),
    Reason("park", "form", "填表", "Fills in a form"),
    Reason("park", "approval", "等审批", "Waits for approval"),
    Reason("park", "system", "系统故障", "A system is down"),
    Reason("park", "other", "其他", "Other"),
    Reason("transfer", "wrong_service", "取错号", "Took the wrong ticket"),
    Reason("transfer", "specialist", "需专席办理", "Needs a specialist"),
    Reason("transfer", "next_step", "下一环节", "Next step of the same business"),
    Reason("transfer", "crowd", "分流", "Shares out a crowd"),
    Reason("transfer", "system", "本窗口故障", "This counter is out of order"),
    Reason("transfer", "other", "其他", "Other"),
    Reason("no_show", "no_answer", "呼叫无人应答", "Nobody answered"),
    Reason("no_show", "left", "客户已离开", "The visitor has left"),
    Reason("no_show", "not_ready", "客户没有准备好", "The visitor is not ready"),
)


def reasons_of(listed: Sequence[Reason]) -> tuple[Reason, ...]:
    """Return those that a hall has that `listed` some: the usual ones for every other use."""
    its_own = {reason.use for reason in listed}
    usual = (reason for reason in USUAL_REASONS if reason.use not in its_own)
    return (*listed, *usual)
