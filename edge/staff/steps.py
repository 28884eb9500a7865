"""The steps of every dialog: what is asked before a press, and what may be answered."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from edge.api import shapes
from edge.staff.actions import Action
from edge.staff.hall import Hall
from edge.staff.words import NOTHING, Words

NOTHING_SHOWN = "nothing"  # the answer that takes back what is shown
OTHER = "other"  # the answer that leads to typing one
REASON_MAX = 64  # characters, of the hall's API


@dataclass(frozen=True)
class Option:
    """One answer: what is sent, and what is read."""

    value: str
    words: Words


@dataclass(frozen=True)
class Step:
    """One question. Without options something is typed, up to `typed_max` characters.

    With `many`, any number of options may be marked, none too; the answer joins them by commas.
    """

    name: str
    words: Words
    options: tuple[Option, ...] = ()
    typed_max: int = 0
    many: bool = False


@dataclass(frozen=True)
class Scene:
    """What steps are made of: the hall, the counter, and what was answered before."""

    hall: Hall
    counter: shapes.Counter
    given: Mapping[str, str] = field(default_factory=dict)


MakeStep = Callable[[Scene], Step | None]  # None: nothing to ask here


def _fixed(name: str, asked: Words, *options: tuple[str, str, str]) -> MakeStep:
    step = Step(name, asked, tuple(Option(value, Words(zh, en)) for value, zh, en in options))
    return lambda _scene: step


def _typed(name: str, asked: Words, *, where: str) -> MakeStep:
    step = Step(name, asked, typed_max=REASON_MAX)
    return lambda scene: step if scene.given.get(where) == OTHER else None


def _note(scene: Scene) -> Step | None:
    asked = Words("给接着办的同事", "for whoever goes on")
    wanted = scene.given.get("noted", "yes") == "yes"
    return Step("note", asked, typed_max=shapes.NOTE_MAX) if wanted else None


def _minutes(name: str, asked: Words, none: Words, *choices: int) -> MakeStep:
    some = [Option(str(count), Words(f"{count} 分钟", f"{count} min")) for count in choices]
    step = Step(name, asked, (Option("0", none), *some))
    return lambda _scene: step


_Named = shapes.Service | shapes.Counter | shapes.PauseReason | shapes.ReasonListed


def _named(things: Iterable[_Named]) -> list[Option]:
    return [Option(thing.id, Words(thing.name, thing.name_english)) for thing in things]


# --- of the queue -------------------------------------------------------------------------------


def _parked(scene: Scene) -> Step:
    options = [
        _in_line(scene, each, scene.hall.reason_words("park", each.parked))
        for each in scene.hall.parked
    ]
    return Step("visit", Words("取回哪一位", "Whom to take back"), tuple(options))


def _choosable(scene: Scene) -> Step:
    missed = Words("过号", "missed")
    options = [_in_line(scene, each, NOTHING) for each in scene.hall.waiting_here]
    options += [_in_line(scene, each, missed) for each in scene.hall.missed]
    return Step("visit", Words("指定哪一位", "Whom to call"), tuple(options))


def _in_line(scene: Scene, each: shapes.InLine, said: Words) -> Option:
    service = scene.hall.service_words(each.service)
    chinese = f"{each.ticket} {service.chinese} {said.chinese}".strip()
    return Option(each.visit, Words(chinese, f"{service.english} {said.english}".strip()))


# --- of the visitor's screen ---------------------------------------------------------------------


def _to_show(scene: Scene) -> Step:
    visitor, side = scene.hall.visitor, scene.hall.side
    options = []
    if visitor is not None and visitor.document:
        options.append(Option("identity", Words("请客户核对身份", "Is this you? Identity")))
    if visitor is not None and visitor.application:
        options.append(Option("form", Words("请客户核对填单", "Is this right? The form")))
        options.append(Option("sign", Words("请客户签名并提交", "Sign it, and hand it in")))
    if side is not None and side.shown:
        options.append(Option(NOTHING_SHOWN, Words("收回，不再显示", "Take it back")))
    return Step("what", Words("客户屏显示什么", "What the visitor sees"), tuple(options))


# --- of the hall --------------------------------------------------------------------------------


def _service(scene: Scene) -> Step:
    mine = [each for each in scene.hall.leaves if each.id in scene.counter.services]
    return Step("service", Words("办什么业务", "Which service"), tuple(_named(mine)))


def _pause(scene: Scene) -> Step:
    return Step("reason", Words("为什么暂停", "Why to pause"), tuple(_named(scene.hall.pauses)))


def _listed(use: str, name: str, asked: Words) -> MakeStep:
    def step(scene: Scene) -> Step | None:
        listed = [each for each in scene.hall.reasons if each.use == use]
        return Step(name, asked, tuple(_named(listed))) if listed else None

    return step


def _delivered(scene: Scene) -> Step:
    mine = [each for each in scene.hall.leaves if each.id in scene.counter.services]
    asked = Words("实际办了什么（可不选）", "What was delivered (or none)")
    return Step("delivered", asked, tuple(_named(mine)), many=True)


def _help(scene: Scene) -> Step:
    calling = [
        Option("help", Words("请人帮忙", "Somebody please help")),
        Option("emergency", Words("紧急情况", "Emergency")),
    ]
    if scene.hall.help_at(scene.counter.id):
        calling.append(Option("end", Words("不用了，结束求助", "No more: end the call")))
    return Step("urgency", Words("求助", "Call for help"), tuple(calling))


def _message(scene: Scene) -> Step | None:
    unread = scene.hall.unread
    if not unread:
        return None
    first = unread[0]
    asked = Words(f"{first.by}: {first.text or '***'}", "")
    return Step("message", asked, (Option(first.message, Words("读过了", "Read")),))


# --- of a transfer ------------------------------------------------------------------------------


def _to_service(scene: Scene) -> Step | None:
    if scene.given.get("to") != "service":
        return None
    others = [each for each in scene.hall.leaves if each.id != scene.counter.service]
    return Step("service", Words("转到哪项业务", "To which service"), tuple(_named(others)))


def _to_counter(scene: Scene) -> Step | None:
    if scene.given.get("to") != "counter":
        return None
    return Step("counter", Words("转到哪个窗口", "To which counter"), tuple(_named(_others(scene))))


def _to_clerk(scene: Scene) -> Step | None:
    if scene.given.get("to") != "staff":
        return None
    there = [
        Option(each.staff, Words(f"{each.staff_name} {each.staff}", each.name_english))
        for each in _others(scene)
    ]
    return Step("staff", Words("转给谁", "To whom"), tuple(there))


def _others(scene: Scene) -> list[shapes.Counter]:
    here = scene.counter.id
    return [each for each in scene.hall.counters if each.id != here and each.state != "closed"]


_WHY_CHOSEN = (
    ("约定", "事先约定", "As agreed"),
    ("行动不便", "行动不便", "Cannot wait long"),
    ("接着办", "接着上次办", "Goes on from before"),
    (OTHER, "其他，手工输入", "Other: type it"),
)
_WHY = Words("什么原因", "Why")

STEPS: Mapping[Action, tuple[MakeStep, ...]] = {
    Action.SEND_BACK: (
        _fixed(
            "when",
            Words("退回到什么时候", "Back in the queue, for when"),
            ("0", "原来的位置", "The old place"),
            ("places 3", "3 位之后", "After 3 others"),
            ("places 5", "5 位之后", "After 5 others"),
            ("minutes 5", "5 分钟后", "In 5 min"),
            ("minutes 15", "15 分钟后", "In 15 min"),
            ("minutes 30", "30 分钟后", "In 30 min"),
        ),
        _fixed(
            "reason",
            _WHY,
            ("asked", "客户要求", "The visitor asks"),
            ("absent", "没有到", "Not there"),
            ("fetching", "去取东西", "Fetches something"),
        ),
    ),
    Action.PARK: (
        _listed("park", "reason", _WHY),
        _minutes("remind_min", Words("提醒", "Remind"), Words("不提醒", "Never"), 5, 10, 15, 30),
    ),
    Action.TAKE_BACK: (_parked,),
    Action.NO_SHOW: (_listed("no_show", "reason", Words("过号，什么情况", "No-show: why")),),
    Action.TRANSFER: (
        _fixed(
            "to",
            Words("转到哪里", "Where to"),
            ("service", "一项业务", "A service"),
            ("counter", "一个窗口", "A counter"),
            ("staff", "一位同事", "A colleague"),
        ),
        _to_service,
        _to_counter,
        _to_clerk,
        _listed("transfer", "reason", Words("为什么转办", "Why elsewhere")),
        _fixed(
            "place",
            Words("排在哪里", "Which place there"),
            ("sorted", "按来的先后", "By when they came"),
            ("first", "最前", "First"),
            ("last", "最后", "Last"),
        ),
        _minutes("delay_min", Words("多久以后", "Not before"), Words("马上", "Now"), 5, 10, 15, 30),
        _fixed(
            "back",
            Words("办完再回来吗", "Back here afterwards"),
            ("no", "不回来", "No"),
            ("yes", "回来找我", "Yes, to me"),
        ),
        _fixed(
            "noted",
            Words("带一条备注吗", "With a note for them"),
            ("no", "不带", "No"),
            ("yes", "写一条", "Yes: write it"),
        ),
        _note,
    ),
    Action.NOTE: (_note,),
    Action.SHOW: (_to_show,),
    Action.REVEAL: (
        _fixed(
            "reason",
            Words("为什么查看（会留记录）", "Why (on record)"),
            ("check_document", "核对证件", "Check the document"),
            ("find_account", "查找户号", "Find the account"),
            ("fill_form", "填写申请", "Fill in a form"),
            ("reach_visitor", "联系客户", "Reach the visitor"),
            ("complaint", "处理投诉", "A complaint"),
            ("emergency", "紧急情况", "An emergency"),
        ),
    ),
    Action.WALK_DIRECT: (_service,),
    Action.CALL_CHOSEN: (
        _choosable,
        _fixed("reason", _WHY, *_WHY_CHOSEN),
        _typed("typed", _WHY, where="reason"),
    ),
    Action.FINISH_WITH: (
        _listed("outcome", "outcome", Words("结果", "Outcome")),
        _delivered,
    ),
    Action.PAUSE: (_pause,),
    Action.HELP: (_help,),
    Action.READ: (_message,),
}
