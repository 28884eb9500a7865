"""What reports call things, Chinese first and English beside it."""

from edge.reports.figures import Step
from edge.reports.model import Words

REPORT = Words("营业厅运行报表", "Hall report")
DAY_REPORT = Words("营业日报", "Day report")

STEPS = {
    Step.ISSUED: Words("取号", "Tickets"),
    Step.JOINED: Words("转入", "Further legs"),
    Step.CALLED: Words("叫号", "Calls"),
    Step.RECALLED: Words("重呼", "Recalls"),
    Step.PRECALLED: Words("预叫", "Pre-calls"),
    Step.CHOSEN: Words("指定叫号", "Out of order"),
    Step.WALK_DIRECT: Words("免号办理", "Walk-directs"),
    Step.ARRIVED: Words("到窗", "Arrived"),
    Step.SERVED: Words("办结", "Served"),
    Step.NO_SHOW: Words("过号", "No-shows"),
    Step.RETURNED: Words("返回排队", "Returns"),
    Step.PARKED: Words("挂起", "Parked"),
    Step.TRANSFERRED: Words("转移", "Transfers"),
    Step.CANCELLED: Words("取消", "Cancelled"),
    Step.EXPIRED: Words("到时作废", "Expired"),
    Step.VOIDED: Words("废号", "Voided"),
}

WAIT = Words("等候", "Wait")
WAY = Words("到窗用时", "Way")
SERVE = Words("办理", "Service")
MEAN = Words("平均", "mean")
MEDIAN = Words("中位", "median")
NINE_OF_TEN = Words("九成以内", "90% within")
LONGEST = Words("最长", "longest")
IN_TIME = Words("达标率", "In time")
DOUBTFUL = Words("存疑", "Doubtful")

# Which wait it was; what a further leg was opened for.
SORTS = {
    "first": Words("首次等候", "First of a visit"),
    "again": Words("返回后再等", "Again, after a call"),
    "transfer": Words("转移后", "After a transfer"),
    "next_service": Words("下一项业务", "For the next service"),
    "back": Words("转回原柜员", "Back to the first clerk"),
    "changed": Words("改办业务", "Service changed"),
}

DOING = {
    "serving": Words("办理", "Serving"),
    "called": Words("等人到窗", "Waiting for the called"),
    "paused": Words("暂离", "Away"),
    "idle": Words("空闲", "Idle"),
}

GRADES = {
    5: Words("非常满意", "Very satisfied"),
    4: Words("满意", "Satisfied"),
    3: Words("一般", "Neutral"),
    2: Words("不满意", "Dissatisfied"),
    1: Words("非常不满意", "Very dissatisfied"),
}

WHAT = {
    **{step.value: words for step, words in STEPS.items()},
    Step.JOINED.value: Words("新开等候", "Further leg"),
    "delivery": Words("出号方式", "Delivery"),
    "outcome": Words("办理结果", "Outcome"),
    "abandoned": Words("未取号离开", "Left without a ticket"),
    "help": Words("求助", "Help called"),
    "diverted": Words("分流", "Sent elsewhere"),
    "documents": Words("缺少材料", "Documents missing"),
    "alert": Words("预警", "Alerts"),
}

REASONS = {
    **{key: words for key, words in SORTS.items() if key not in ("first", "again")},
    "absent": Words("未到", "absent"),
    "asked": Words("本人要求", "asked"),
    "fetching": Words("补取材料", "fetching something"),
    "missed": Words("过号后返回", "missed"),
    "released": Words("解除挂起", "released"),
    "interrupted": Words("中断", "interrupted"),
    "none": Words("未出票", "no paper asked for"),
    "paper": Words("纸质", "paper"),
    "screen": Words("屏幕", "screen"),
    "uncertain": Words("不确定", "uncertain"),
    "roll": Words("纸卷", "paper roll"),
    "diverted": Words("分流", "sent elsewhere"),
    "wait": Words("等候过久", "wait"),
    "length": Words("队列过长", "queue length"),
    "idle": Words("窗口空闲", "idle counter"),
    "rating": Words("差评", "low rating"),
    "called": Words("叫号未到", "called, not come"),
    "parked": Words("挂起过久", "parked"),
    "emergency": Words("紧急", "emergency"),
    "help": Words("求助", "help"),
    "stuck": Words("卡住", "stuck"),
}

RULES = {
    "": Words("默认顺序", "default order"),
    "default": Words("默认顺序", "default order"),
    "fairness": Words("公平上限", "fairness bound"),
    "reserved": Words("留给本窗口", "kept for this counter"),
}

WHERE = {
    "ticket": Words("取号时", "on the ticket"),
    "screen": Words("屏幕", "on a screen"),
    "mobile": Words("手机", "on the phone"),
    "reception": Words("引导台", "at reception"),
}

BOOKINGS = {
    "booked": Words("已预约", "Booked"),
    "kept": Words("按时到", "Came in time"),
    "late": Words("迟到", "Came late"),
    "missed": Words("未到", "Nobody came"),
    "cancelled": Words("取消", "Cancelled"),
}

DOUBTFUL_NOTE = Words(
    "“存疑”的时长跨越断电，且当时时钟未经网络校准：停机多久，误差可能就有多大。",
    "A doubtful length spans a power cut with a clock that nobody had set: it may be wrong by as "
    "long as the machine was off.",
)
UNDATED_NOTE = Words(
    "{count} 张号票取号时系统时钟有误，所在小时可能不准。",
    "{count} tickets were taken while the clock was wrong: their hour may be another.",
)
UNFINISHED_NOTE = Words(
    "截至 {when}，仍有 {count} 人等候；进行中的时长算到此刻。",
    "At {when}, {count} were still waiting; what was under way counts up to then.",
)


def about(words: Words, **names: object) -> Words:
    """Return the words with `{…}` filled in."""
    return Words(words.chinese.format(**names), words.english.format(**names))
