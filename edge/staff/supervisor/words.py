"""Every word the supervisor's terminal says, in Chinese and English; one of them is shown.

No character here is of ambiguous width: a terminal set to Chinese draws those two cells wide, and
a row of figures would no longer stand in line.
"""

from enum import StrEnum

from edge.staff.words import REFUSALS as SAID_TO_ALL
from edge.staff.words import Words


class Language(StrEnum):
    """The language that is shown."""

    CHINESE = "zh"
    ENGLISH = "en"

    @property
    def other(self) -> "Language":
        """The one that is not."""
        return Language.ENGLISH if self is Language.CHINESE else Language.CHINESE


def say(words: Words, language: Language) -> str:
    """Return `words` in `language`, in the other where it has none."""
    first, second = words.chinese, words.english
    return (second or first) if language is Language.ENGLISH else (first or second)


STATES = {
    "closed": Words("关闭", "closed"),
    "open": Words("空闲", "free"),
    "paused": Words("暂停", "paused"),
    "called": Words("呼叫", "called"),
    "serving": Words("办理", "serving"),
}
TICKET_STATES = {
    "waiting": Words("等候", "waiting"),
    "parked": Words("挂起", "parked"),
    "no_show": Words("过号", "missed"),
}
ROLES = {
    "supervisor": Words("主管", "supervisor"),
    "auditor": Words("稽查，只看不动", "auditor, looks only"),
}

URGENCIES = {
    "emergency": Words("紧急呼叫", "EMERGENCY"),
    "help": Words("求助", "help"),
    "stuck": Words("客户受阻", "stuck visitor"),
}
CAUSES = {
    "wait": Words("{about} 已等 {value} 分钟", "{about}: waited {value} min"),
    "length": Words("{about} 有 {value} 人等候", "{about}: {value} waiting"),
    "unserved": Words("{about} {value} 人等候，无窗口受理", "{about}: {value} wait, none serves"),
    "idle": Words("{about} 空闲 {value} 分钟，有人等候", "{about}: free {value} min, some wait"),
    "paused": Words("{about} 已暂停 {value} 分钟", "{about}: paused {value} min"),
    "parked": Words("{about} 挂起，超过提醒 {value} 分钟", "{about}: parked, {value} min overdue"),
    "rating": Words("{about} 评价 {value} 分", "{about}: rated {value}"),
    "help": Words("{about} 求助 {value} 分钟无人到", "{about}: help unanswered {value} min"),
    "fault": Words("{about} 故障 {value} 分钟", "{about}: faulty for {value} min"),
    "estimate": Words("{value}% 客户等得比告知久", "{value}% waited longer than told"),
}
HALL = Words("全厅", "hall")
LEVEL = Words("{level}级", "level {level}")
ALERT = Words("告警", "alert")
FAULT = Words("故障", "fault")
MESSAGE = Words("消息", "message")
NOTICE = Words("通知", "notice")
ACCEPTED = Words("{by} 处理中", "{by} sees to it")
NOT_ACCEPTED = Words("无人处理", "nobody yet")
KNOWN = Words("{by} 已知", "{by} knows")
UNTIL = Words("到 {time}", "until {time}")
BANNER = Words(
    "!! 紧急呼叫 {place} {by} {since} 无人处理 !!",
    "!! EMERGENCY {place} {by} {since} nobody yet !!",
)

ATTENTION = Words("需要处理", "To see to")
COUNTERS = Words("窗口", "Counters")
QUEUES = Words("排队", "Queues")
TODAY = Words("今日", "Today")
DEVICES = Words("设备", "Devices")
ALL_CALM = Words("没有告警、求助和故障", "No alerts, no calls for help, no faults")
ALL_WELL = Words("设备全部正常", "All devices well")
DEVICES_WELL = Words("{well}/{all} 正常", "{well}/{all} well")
NO_TICKETS = Words("没有人等候", "Nobody is waiting")
TICKETS = Words("排队的号码", "Tickets in line")

COUNTER_HEAD = (
    Words("窗口", "No."),
    Words("状态", "state"),
    Words("柜员", "clerk"),
    Words("号码", "tkt"),
    Words("持续", "since"),
    Words("等", "wait"),
)
QUEUE_HEAD = (
    Words("业务", "service"),
    Words("人", "no."),
    Words("最久/目标", "max/goal"),
)
QUEUE_MORE = (Words("超时", "over"), Words("平均", "mean"))
TICKET_HEAD = (
    Words("号码", "ticket"),
    Words("业务", "service"),
    Words("状态", "state"),
    Words("已等", "waited"),
    Words("级", "lvl"),
    Words("说明", "remarks"),
)
REPLANNED = Words("改", "plan")
DEGRADED = Words("障", "dev")
OFF = Words("停", "off")
UNSERVED = Words("无", "none")
OVER = Words("超", "over")
MISSING = Words("缺 {what}", "missing {what}")
NOT_BEFORE = Words("{time} 后", "from {time}")

FIGURES = {
    "issued": Words("取号", "issued"),
    "served": Words("办结", "served"),
    "waiting": Words("等候", "waiting"),
    "mean_wait": Words("平均等候", "mean wait"),
    "longest_wait": Words("最长等候", "longest wait"),
    "in_time": Words("达标", "in time"),
    "no_shows": Words("过号", "no-shows"),
    "rating": Words("评价", "rating"),
}

LINKED = Words("控制器已连接", "controller connected")
LOST = Words(
    "控制器失联：以下是失联前的情况，按键停用", "Controller lost: this is how it was; keys are off"
)
LOST_HERE = Words("控制器失联：现在什么也不会发送", "Controller lost: nothing is sent now")
BACK = Words("联系已恢复，屏幕为当前真实状态", "Controller back: this is the truth")
TOO_SMALL = Words("终端窗口太小，至少需要 80 x 24", "Terminal too small, it needs 80 x 24")
DOORS_OPEN = Words("大门开", "doors open")
DOORS_CLOSED = Words("!大门已关", "!doors closed")
NO_DAY = Words("未开营业日", "no business day")

TITLE = Words("主管终端", "Supervisor's terminal")
STAFF_NUMBER = Words("工号", "Staff number")
PIN = Words("密码", "PIN")
SIGN_IN_HELP = Words("回车登录  F2 English  Ctrl+Q 退出", "Enter signs in  F2 中文  Ctrl+Q quits")
SIGNING_IN = Words("正在登录", "Signing in")
SIGNED_OUT = Words("已退出登录", "Signed out")
BAD_STAFF_NUMBER = Words("工号只能是字母和数字", "A staff number is letters and digits")
PIN_MISSING = Words("请输入密码", "Enter your PIN")
ELSEWHERE = {
    "clerk": Words("您是柜员：请用 atrium staff", "You are a clerk: your command is atrium staff"),
    "receptionist": Words(
        "您是引导员：请用平板上的引导员页面", "You are a receptionist: use the page on the tablet"
    ),
    "engineer": Words(
        "您是工程师：请用 atrium engineer", "You are an engineer: your command is atrium engineer"
    ),
}
NO_RIGHT_TO_LOOK = Words("您没有查看全厅的权限", "You have no right to see the whole hall")

LOOK_KEYS = (
    ("t", Words("号码", "Tickets")),
    ("w", Words("为何", "Why")),
    ("b", Words("日报", "Report")),
)
READ_RULES = Words("看规则", "Rules")
OTHER_LANGUAGE = Words("English", "中文")
SIGN_OUT = Words("退出", "Sign out")
NEXT_PANEL = Words("切换", "Panel")
ESCAPE_BACK = Words("返回", "Back")
ENTER_ESCAPE = Words("回车确定   Esc 取消", "Enter: yes   Esc: no")
SPACE_ENTER = Words("空格选择   回车确定   Esc 取消", "Space marks   Enter: done   Esc: no")
ANY_BACK = Words("Esc 返回", "Esc back")

AUDITOR = Words("稽查只看不动", "An auditor only looks")
NO_RIGHT = Words("您没有这项权限：{right}", "You do not have the right: {right}")
NOTHING_MARKED = Words("先选择一行", "Mark a row first")
NOT_THIS_ROW = Words("这一行没有什么可做的", "There is nothing to do about this row")
WAIT_FOR_ANSWER = Words("上一个操作还在等答复", "Still waiting for the last answer")
UNHEARD = Words("没有答复：看清屏幕再决定", "No answer: look before you do it again")
NO_ANSWER = Words("没有答复", "No answer")
NO_WHY = Words("这台控制器还不会解释", "This controller cannot explain yet")
REPORT_MAKING = Words("正在生成日报", "Making the report")
REPORT_HELP = Words(
    "Tab 下一张表   左右键看其他列   Esc 返回",
    "Tab: next table   Left and right: more columns   Esc back",
)
RULES_TITLE = Words("今日叫号规则", "Today's rules of the queue")
RULES_BY = Words("生效者：{by}", "in force by {by}")
RULES_HELP = Words("F2 检查   F10 生效   Esc 返回", "F2 checks   F10 puts in force   Esc back")
RULES_RIGHT = Words("没有错误，F10 生效", "No mistake: F10 puts them in force")
RULES_WRONG = Words("{count} 处错误，没有生效", "{count} mistakes: nothing is in force")
RULES_CHANGED = Words("还没有生效，再按一次 Esc 放弃", "Not in force: Esc once more gives them up")

REFUSALS = SAID_TO_ALL | {
    "session_required": Words("登录已过期，请重新登录", "Your session has ended: sign in again"),
    "counter_taken": Words("这个窗口由别人使用", "Somebody else is at this counter"),
    "counter_occupied": Words("窗口正在办理，不能关闭", "Somebody is being served there"),
    "counter_paused": Words("窗口暂停中", "The counter is paused"),
    "not_waiting": Words("这个号码不在等候", "This ticket does not wait"),
    "no_help_called": Words("这个求助已经结束", "This call for help is over"),
}


def refusal(code: str, message: str) -> Words:
    """Return the words for a refusal; one that is not known in the hall's own words."""
    return REFUSALS.get(code, Words(f"控制器拒绝了操作：{message}", message))
