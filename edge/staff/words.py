"""Every word the terminal says, Chinese first and English beside it.

No character here is of ambiguous width: a terminal set to Chinese draws those two cells wide, and
a row of figures would no longer stand in line.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len


@dataclass(frozen=True)
class Words:
    """The same thing said in both languages."""

    chinese: str
    english: str

    def __str__(self) -> str:
        return f"{self.chinese} {self.english}".strip()

    def about(self, **names: str) -> "Words":
        """Return the words with `{…}` filled in."""
        return Words(self.chinese.format(**names), self.english.format(**names))


NOTHING = Words("", "")
_BETWEEN = " | "

STATES = {
    "closed": Words("已关闭", "Closed"),
    "open": Words("空闲", "Free"),
    "called": Words("已呼叫", "Called"),
    "serving": Words("办理中", "Serving"),
}

STALE = Words("失联前：{chinese}", "was: {english}")
CALLED_AGAIN = Words("已呼叫 {calls} 次", "Called {calls} times")

GRADES = {
    1: Words("非常不满意", "Very dissatisfied"),
    2: Words("不满意", "Dissatisfied"),
    3: Words("一般", "Neutral"),
    4: Words("满意", "Satisfied"),
    5: Words("非常满意", "Very satisfied"),
}

# What the hall may name as lost, and what takes its place meanwhile.
DEGRADED = {
    "led": Words("窗口屏故障，看大屏", "LED strip lost: main board shows it"),
    "voice": Words("语音故障，口头呼叫", "No voice: call out loud"),
    "caller": Words("呼叫器故障，用键盘", "Keypad lost: call from here"),
    "evaluator": Words("评价器故障，用屏幕评价", "Rating pad lost: rate on screen"),
    "printer": Words("打印机故障，屏幕出号", "Printer lost: tickets on screen"),
    "reader": Words("读卡器故障，手工输入", "Card reader lost: type the number"),
}

# What the hall refuses with, by its code. A code that is not here is shown in the hall's own words.
REFUSALS = {
    "sign_in_refused": Words("工号或密码不正确", "Wrong staff number or PIN"),
    "sign_in_locked": Words("输错次数过多，工号暂时锁定", "Too many wrong PINs: locked for now"),
    "counter_taken": Words("这个窗口已有人使用", "Somebody else is at this counter"),
    "another_visit": Words("窗口的号码刚刚变了，没有处理", "The ticket has just changed: not done"),
    "counter_closed": Words("窗口没有开放", "The counter is closed"),
    "counter_occupied": Words("窗口还有客户没有处理完", "There is still a visitor at this counter"),
    "nothing_called": Words("没有已呼叫的客户", "Nobody has been called"),
    "not_serving": Words("没有正在办理的客户", "Nobody is being served"),
    "session_required": Words("登录已过期，请重新登录", "Your session has ended: sign in again"),
    "day_closed": Words("今天还没有开始营业", "The business day is not open"),
    "unknown_fault": Words("这个故障已经消除", "This fault is over"),
    "storage_low": Words("控制器存储空间不足", "The controller is short of storage"),
    "out_of_service": Words("控制器暂停服务", "The controller is out of service"),
    "hall_unreachable": Words("控制器没有响应", "The controller does not answer"),
}

BAD_STAFF_NUMBER = Words("工号只能是字母和数字", "A staff number is letters and digits")
PIN_MISSING = Words("请输入密码", "Enter your PIN")
SIGNED_OUT = Words("已退出登录", "Signed out")
SIGNING_IN = Words("正在登录", "Signing in")

LINK_LOST = Words("控制器失联，按键停用，请勿叫人", "Controller lost: do not call anybody")
LINK_BACK = Words("联系已恢复，屏幕为当前真实状态", "Controller back: this is the truth")
LINKED = Words("控制器已连接", "Controller connected")
UNLINKED = Words("控制器失联", "Controller lost")
ALL_WELL = Words("本窗口设备正常", "This counter's devices well")
TOO_SMALL = Words("终端窗口太小，至少需要", "Terminal too small, it needs at least")

FAULTS_OPEN = Words("g/F2 故障 {count} 项", "Open faults")
FAULTS = Words("故障", "Faults")
NO_FAULTS = Words("没有故障", "No fault is open")
FAULTS_STALE = Words("失联前的故障", "as it was")
FAULTS_HELP = Words("回车登记  Esc 返回", "Enter notes  Esc back")
NOTE_HELP = Words("回车登记  Esc 取消", "Enter notes  Esc leaves it")
NOTE_ASKED = Words("{device} 处理情况", "What is done about it")
NOTING = Words("正在登记", "Noting it")
NOTED = Words("已登记", "Noted")
NOT_NOTED = Words("没有答复，没有登记成功，请再试", "No answer: try again")
SEEN_AGAIN = Words("第 {count} 次", "seen {count} times")
KNOWN_BY = Words("已知", "known by")

WAITING = Words("等候", "Waiting")
OTHER_COUNTERS = Words("其他窗口", "Other counters")
LAST_RATING = Words("上一位评价", "Last rating")
NO_RATING = Words("还没有", "None yet")

WAIT_FOR_ANSWER = Words("上一个操作还在等答复", "Still waiting for the last answer")
NO_COUNTER = Words("还没有选择窗口", "No counter chosen")
NOBODY_WAITS = Words("现在没有人等候", "Nobody is waiting")
UNHEARD = Words("没有答复，屏幕是真实状态，看清再按", "No answer: look before you press")
OTHER_VISIT = Words("实际处理的是 {ticket}，请核对来人", "It was {ticket}: check the person")
COUNTER_LOST = Words("窗口已关闭，或由他人使用", "The counter was closed or taken over")
CLOSE_FIRST = Words("先关闭窗口：c 或 F10", "Close the counter first: c or F10")
STAYS_CALLED = Words("{ticket} 没有过号", "{ticket} stays called")


def refusal(code: str, message: str) -> Words:
    """Return the words for a refusal of the hall."""
    return REFUSALS.get(code, Words("控制器拒绝了操作：", message))


def degraded(name: str) -> Words:
    """Return the words for something the hall has lost."""
    return DEGRADED.get(name, Words(f"{name} 故障", f"{name} lost"))


def in_rows(parts: Sequence[Words], width: int) -> list[str]:
    """Return all `parts` in one row of `width` cells, or in Chinese in as many as it takes."""
    both = _BETWEEN.join(str(part) for part in parts)
    if cell_len(both) <= width:
        return [both]
    rows: list[str] = []
    for part in parts:
        longer = _BETWEEN.join([*rows[-1:], part.chinese])
        rows[-1:] = [longer] if cell_len(longer) <= width else [*rows[-1:], part.chinese]
    return rows


def state(name: str) -> Words:
    """Return the words for a counter's state."""
    return STATES.get(name, Words(name, ""))
