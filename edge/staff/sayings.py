"""What is said while a press is under way, and when it is done."""

from collections.abc import Mapping

from edge.staff.actions import Action
from edge.staff.words import Words

A = Action

SENDING: Mapping[A, Words] = {
    A.OPEN: Words("正在开放窗口", "Opening"),
    A.NEXT: Words("正在叫号", "Calling the next"),
    A.RECALL: Words("正在重呼 {ticket}", "Calling {ticket} again"),
    A.START: Words("正在开始 {ticket}", "Starting {ticket}"),
    A.FINISH: Words("正在办结 {ticket}", "Finishing {ticket}"),
    A.FINISH_NEXT: Words("正在办结 {ticket} 并叫号", "Finishing {ticket}, calling the next"),
    A.FINISH_WITH: Words("正在办结 {ticket}", "Finishing {ticket}"),
    A.NO_SHOW: Words("正在过号 {ticket}", "Marking {ticket} as no-show"),
    A.SEND_BACK: Words("正在退回 {ticket}", "Sending {ticket} back"),
    A.PARK: Words("正在搁置 {ticket}", "Parking {ticket}"),
    A.TAKE_BACK: Words("正在取回", "Taking back"),
    A.TRANSFER: Words("正在转办 {ticket}", "Transferring {ticket}"),
    A.PRECALL: Words("正在预呼", "Asking the next to come near"),
    A.WALK_DIRECT: Words("正在登记来人", "Taking in a visitor"),
    A.CALL_CHOSEN: Words("正在指定叫号", "Calling the chosen ticket"),
    A.PAUSE: Words("正在暂停", "Pausing"),
    A.RESUME: Words("正在恢复", "Coming back"),
    A.HELP: Words("正在求助", "Calling for help"),
    A.READ: Words("正在登记已读", "Noting it as read"),
    A.NOTE: Words("正在写备注", "Writing it down"),
    A.FORM: Words("正在打开填单", "Opening the form"),
    A.PRINT_MISSING: Words("正在打印缺件清单", "Printing what is missing"),
    A.WITHDRAW: Words("正在撤回申请", "Withdrawing the form"),
    A.SHOW: Words("正在换客户屏", "Changing what the visitor sees"),
    A.REVEAL: Words("正在查看身份，会留记录", "Asking who it is, on record"),
    A.CLOSE: Words("正在关闭窗口", "Closing"),
}

DONE: Mapping[A, Words] = {
    A.OPEN: Words("窗口已开放，按空格叫号", "The counter is open: Space calls the next"),
    A.NEXT: Words("已呼叫 {ticket}", "{ticket} was called"),
    A.RECALL: Words("已再次呼叫 {ticket}", "{ticket} was called again"),
    A.START: Words("{ticket} 开始办理", "{ticket} has begun"),
    A.FINISH: Words("{ticket} 已办结", "{ticket} is finished"),
    A.FINISH_NEXT: Words("已办结，已呼叫 {ticket}", "Finished, {ticket} was called"),
    A.FINISH_WITH: Words("{ticket} 已办结并登记", "{ticket} is finished, its outcome noted"),
    A.NO_SHOW: Words("{ticket} 已过号", "{ticket} is a no-show"),
    A.SEND_BACK: Words("{ticket} 已退回排队", "{ticket} waits again"),
    A.PARK: Words("{ticket} 已搁置", "{ticket} is parked"),
    A.TAKE_BACK: Words("已取回并呼叫 {ticket}", "{ticket} was taken back and called"),
    A.TRANSFER: Words("{ticket} 已转办", "{ticket} goes on elsewhere"),
    A.PRECALL: Words("已预呼 {ticket}", "{ticket} was asked to come near"),
    A.WALK_DIRECT: Words("{ticket} 直接开始办理", "{ticket} is served at once"),
    A.CALL_CHOSEN: Words("已指定呼叫 {ticket}", "{ticket} was called, as chosen"),
    A.PAUSE: Words("窗口已暂停，按空格恢复", "The counter is paused: Space comes back"),
    A.RESUME: Words("窗口已恢复", "The counter is back"),
    A.HELP: Words("求助已登记", "The call for help is noted"),
    A.READ: Words("已登记已读", "Noted as read"),
    A.NOTE: Words("已记下 {ticket} 的备注", "Noted about {ticket}"),
    A.PRINT_MISSING: Words("缺件清单已打印", "What is missing was printed"),
    A.WITHDRAW: Words("{ticket} 的申请已撤回并删除", "{ticket}'s form is withdrawn and deleted"),
    A.SHOW: Words("客户屏已换", "The visitor's screen has changed"),
    A.CLOSE: Words("窗口已关闭", "The counter is closed"),
}

REVEALED = Words("已留记录，按任意操作键隐藏", "On record; any key of the work hides it")
FINISHED_NOBODY_WAITS = Words("{ticket} 已办结，没有人等候", "{ticket} is finished, nobody waits")
FINISHED_ONLY = Words("{ticket} 已办结，没有叫下一位", "{ticket} finished, nobody called")
GOES_ON_HERE = Words("{ticket} 接着在本窗口办下一项", "{ticket} goes on here with the next service")
NO_FORM = Words("填单已经不在了", "The form is there no more")
NOT_PRINTED = Words("没有可用的打印机", "No printer can be used")
PERHAPS_PRINTED = Words("可能已打印，请看打印机", "It may be printed: look at the printer")
NOTHING_DONE = Words("已取消，什么也没有做", "Left: nothing was done")
VISIT_CHANGED = Words("窗口的号码变了，没有处理", "The ticket has changed: nothing was done")
