"""Every word the terminal says, Chinese first and English beside it.

No character here is of ambiguous width: a terminal set to Chinese draws those two cells wide, and
a row of figures would no longer stand in line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len

from edge.staff.refusals import SAID

Language = Literal["zh", "en"]  # the one that is kept where there is room for one alone


@dataclass(frozen=True)
class Words:
    """The same thing said in both languages."""

    chinese: str
    english: str

    def __str__(self) -> str:
        return f"{self.chinese} {self.english}".strip()

    def alone(self, language: Language) -> str:
        """Return one of the two; the other where that one was never given."""
        first, second = (self.chinese, self.english)
        return (first or second) if language == "zh" else (second or first)

    def fitting(self, cells: int, language: Language) -> str:
        """Return both where `cells` have room for them, else one."""
        return str(self) if cell_len(str(self)) <= cells else self.alone(language)

    def about(self, **names: str) -> "Words":
        """Return the words with `{…}` filled in."""
        return Words(self.chinese.format(**names), self.english.format(**names))


NOTHING = Words("", "")
_BETWEEN = " | "

STATES = {
    "closed": Words("已关闭", "Closed"),
    "open": Words("空闲", "Free"),
    "paused": Words("已暂停", "Paused"),
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
REFUSALS = {code: Words(*both) for code, both in SAID.items()}

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
FAULTS_SEEN_HELP = Words("Esc 返回", "Esc back")
NOTE_HELP = Words("回车登记  Esc 取消", "Enter notes  Esc leaves it")
NOTE_ASKED = Words("{device} 处理情况", "What is done about it")
NOTING = Words("正在登记", "Noting it")
NOTED = Words("已登记", "Noted")
NOT_NOTED = Words("没有答复，没有登记成功，请再试", "No answer: try again")
SEEN_AGAIN = Words("第 {count} 次", "seen {count} times")
KNOWN_BY = Words("已知", "known by")

WAITING = Words("等候", "Waiting")
QUEUE = Words("本窗口排队", "Queue here")
QUEUE_SHORT = Words("排队", "Queue")
PARKED = Words("搁置", "Parked")
MISSED = Words("过号", "Missed")
NOBODY_IN_LINE = Words("没有人等候", "Nobody waits")
MORE = Words("还有 {count} 行", "{count} more")
DUE = Words("到时", "due")
REMIND_IN = Words("{time} 后提醒", "in {time}")
CALLED_AT = Words("{time} 起", "from {time}")
PRIORITY = Words("优先", "first")
BOOKED = Words("预约", "booked")

SERVICE = Words("业务", "Service")
GROUP = Words("分组", "Group")
PERSON = Words("身份", "Identity")
IDENTIFIED = Words("已刷证，姓名隐藏", "card read, name hidden")
MISSING = Words("缺材料", "Missing")
NOTES = Words("备注", "Notes")
NOTES_SHORT = Words("备注{count}", "notes {count}")
NOTES_HELP = Words("上下键翻页  Esc 返回", "Arrows move  Esc back")
THEN = Words("之后办", "Then")
PRECALLED = Words("已预呼", "Pre-called")
TARGET = Words("目标 {count} 分钟", "target {count} min")
LEFT = Words("还有 {time}", "{time} left")
OVER = Words("超时 {time}", "{time} over")

NOTICE = Words("通知", "Notice")
MESSAGES = Words("消息 {count} 条 (m)", "{count} new (m)")
HELP_CALLED = Words("已求助，等人接", "Help called, nobody yet")
HELP_COMING = Words("求助已有人接：{who}", "Help: {who} comes")
PALETTE_SHORT = Words("全部命令", "All")
SIGN_OUT = Words("退出登录", "Sign out")
COPY = Words("复制户号或号码", "Copy account or ticket")
COPIED = Words("已复制 {ticket}", "{ticket} copied")
NOTHING_TO_COPY = Words("没有可复制的号码", "There is no ticket to copy")
LOCK = Words("锁定", "Lock")
SWITCH_LANGUAGE = Words("切换语言", "Other language first")
SHOW_FAULTS = Words("查看故障", "Open faults")
QUIT = Words("退出程序", "Quit")
LOCKED = Words("已锁定，请输入密码", "Locked: enter your PIN")
LOCKED_FOR = Words("{name} {staff} 在使用本终端", "{name} {staff} works here")
LOCK_HELP = Words("回车解锁  F12 退出登录", "Enter unlocks  F12 signs out")
UNLOCKED = Words("已解锁", "Unlocked")
STEP_HELP = Words("数字或回车选  Esc 不做", "Digit or Enter  Esc leaves")
MANY_HELP = Words("数字或空格标记  回车完成  Esc 不做", "Digit or Space marks  Enter ends")
TYPED_HELP = Words("回车完成  Esc 不做", "Enter ends  Esc leaves")
NOTHING_OFFERED = Words("没有可选的", "There is nothing to choose")
NEXT_IN_LINE = Words("下一位", "Next")
NUMPAD_LOST = Words("数字键盘失联，用键盘操作", "Number pad lost: use the keyboard")
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


def in_rows(parts: Sequence[Words], width: int, language: Language = "zh") -> list[str]:
    """Return all `parts` in one row of `width` cells, or in one language in as many as it takes."""
    both = _BETWEEN.join(str(part) for part in parts)
    if cell_len(both) <= width:
        return [both]
    rows: list[str] = []
    for part in parts:
        said = part.alone(language)
        longer = _BETWEEN.join([*rows[-1:], said])
        rows[-1:] = [longer] if cell_len(longer) <= width else [*rows[-1:], said]
    return rows


def state(name: str) -> Words:
    """Return the words for a counter's state."""
    return STATES.get(name, Words(name, ""))
