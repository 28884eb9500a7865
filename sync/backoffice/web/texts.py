"""What the pages say, Chinese first and English beside it."""

from typing import NamedTuple

from edge.domain.stages import STAGES


class Words(NamedTuple):
    """One thing in both languages."""

    chinese: str
    english: str


STATES = {
    "identified": Words("已识别", "identified"),
    "abandoned": Words("已离开", "left"),
    "reserved": Words("正在取号", "taking a number"),
    "waiting": Words("等候中", "waiting"),
    "precalled": Words("请准备", "about to be called"),
    "called": Words("请到窗口", "called"),
    "serving": Words("办理中", "being served"),
    "finished": Words("已办结", "finished"),
    "voided": Words("已作废", "void"),
    "parked": Words("已挂起", "parked"),
    "no_show": Words("已过号", "missed"),
    "returned": Words("重新等候", "waiting again"),
    "transferred": Words("已转移", "transferred"),
    "cancelled": Words("已取消", "cancelled"),
    "expired": Words("已失效", "expired"),
}

GRADES = {
    1: Words("非常不满意", "very dissatisfied"),
    2: Words("不满意", "dissatisfied"),
    3: Words("一般", "fair"),
    4: Words("满意", "satisfied"),
    5: Words("非常满意", "very satisfied"),
}

FACTS = {
    "VisitIdentified": Words("刷证", "identified"),
    "VisitAbandoned": Words("离开，未取号", "left without a ticket"),
    "TicketReserved": Words("取号", "number taken"),
    "PrintStarted": Words("开始打印", "printing"),
    "TicketIssued": Words("出号", "ticket issued"),
    "TicketVoided": Words("作废", "void"),
    "TicketCalled": Words("叫号", "called"),
    "TicketRecalled": Words("重呼", "called again"),
    "ServiceStarted": Words("开始办理", "service started"),
    "ServiceFinished": Words("办结", "service finished"),
    "TicketNoShow": Words("过号", "did not come"),
    "TicketExpired": Words("失效", "expired"),
    "VisitRated": Words("评价", "rated"),
    "TicketPrecalled": Words("预叫", "asked to come near"),
    "TicketReturned": Words("重新排队", "waiting again"),
    "TicketParked": Words("挂起", "put aside"),
    "TicketTransferred": Words("转移", "passed on"),
    "TicketCancelled": Words("取消", "given up"),
    "LegOpened": Words("继续排队", "waiting for more"),
    "PriorityChanged": Words("调整优先", "priority changed"),
    "DocumentsChecked": Words("核对材料", "documents checked"),
    "VisitNoted": Words("备注", "noted"),
    "IdentityRevealed": Words("查看身份", "identity shown"),
    "EstimateTold": Words("告知等候时间", "told how long"),
}

ISSUES = {
    "behind": Words(
        "营业厅数据早于总部（可能恢复过旧备份）", "the hall was restored from an old copy"
    ),
    "diverged": Words("营业厅数据与总部不一致", "hall and headquarters hold different facts"),
    "broken_chain": Words("数据链校验失败", "a fact does not follow from the one before"),
    "unreadable": Words("数据包无法读取", "a batch could not be read"),
    "misfit": Words("事实与办理状态不符", "a fact does not fit its visit"),
    "gap": Words("总部缺少一段数据", "headquarters lacks some facts"),
    "epoch_renewed": Words("营业厅日志换了新标识", "the hall's journal has a new identity"),
    "booking_refused": Words("营业厅拒绝了预约", "the hall does not take an appointment"),
    "stage_refused": Words(
        "营业厅没有收下办理进度", "the hall does not take how far an application is"
    ),
    "command_unanswered": Words("营业厅未答复指令", "the hall does not answer a command"),
    "hall_key_changed": Words("营业厅密钥已更换", "the hall shows another key than before"),
    "old_epoch": Words("旧日志标识重新出现（可能有两台控制器）", "an old journal has come back"),
}


def state_words(state: str) -> Words:
    """Return what to call a visit's state."""
    return STATES.get(state, Words(state, state))


def grade_words(grade: int | None) -> Words:
    """Return what to call a grade; nothing where there is none."""
    if grade is None:
        return Words("", "")
    return GRADES.get(grade, Words(str(grade), str(grade)))


def stage_words(step: str) -> Words:
    """Return what to call a stage of an application."""
    if not step:
        return Words("未处理", "new")
    return Words(*STAGES.get(step, (step, step)))


def fact_words(kind: str) -> Words:
    """Return what to call a fact."""
    return FACTS.get(kind, Words(kind, kind))


def issue_words(code: str) -> Words:
    """Return what an issue means."""
    return ISSUES.get(code, Words(code, code))
