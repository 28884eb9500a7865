"""Halls as a supervisor sees them: a calm one and one on a bad day, in the API's own shapes."""

from typing import Any

from edge.api import shapes
from edge.reports.model import Column, Headline, Report, Table, Unit, Words

NOW_MS = 1_750_000_000_000
MINUTE_MS = 60_000
SERVICES = (
    ("pay-bill", "交电费", "Pay a bill", "A", 10),
    ("invoice", "开发票", "Get an invoice", "B", 10),
    ("new-connection", "新装用电", "New connection", "C", 20),
    ("capacity", "增容与变更", "Capacity and changes", "D", 20),
    ("transfer-name", "过户更名", "Change of name", "E", 15),
    ("advice", "咨询与投诉", "Advice and complaints", "F", 15),
)
CLERKS = ("陈静", "李强", "王芳", "赵敏", "孙磊")


def counter(name: str, **changes: Any) -> shapes.LiveCounter:
    """Return a closed counter of that number, with `changes`."""
    fields: dict[str, Any] = {
        "id": name,
        "name": f"{name}号窗口",
        "name_english": f"Counter {name}",
        "state": "closed",
        "since": NOW_MS - 3 * MINUTE_MS,
        "staff": "",
        "staff_name": "",
        "paused": "",
        "visit": "",
        "ticket": "",
        "service": "",
        "services": ["pay-bill", "invoice"],
        "replanned": False,
        "waiting": 0,
        "degraded": [],
    }
    return shapes.LiveCounter(**(fields | changes))


def manned(number: int, state: str, **changes: Any) -> shapes.LiveCounter:
    """Return a counter with its clerk."""
    clerk = {"staff": f"{1000 + number}", "staff_name": CLERKS[(number - 1) % len(CLERKS)]}
    return counter(str(number), state=state, **(clerk | changes))


def queue(place: int, waiting: int = 0, longest_min: float = 0, **changes: Any) -> shapes.LiveQueue:
    """Return the queue of a service."""
    service, name, english, _prefix, target_min = SERVICES[place]
    fields: dict[str, Any] = {
        "service": service,
        "on": True,
        "by": "",
        "reason": "",
        "name": name,
        "name_english": english,
        "waiting": waiting,
        "longest_wait_s": round(longest_min * 60),
        "target_wait_s": target_min * 60,
        "over_target": 0,
        "counters": ["1", "2"],
        "called": 12,
        "mean_wait_s": 254,
    }
    return shapes.LiveQueue(**(fields | changes))


def figures(**changes: Any) -> shapes.LiveFigures:
    """Return the figures of a day."""
    fields: dict[str, Any] = {
        "issued": 96,
        "waiting": 4,
        "called": 90,
        "served": 86,
        "no_shows": 3,
        "in_time": 85,
        "mean_wait_s": 254,
        "longest_wait_s": 802,
        "mean_way_s": 21,
        "mean_serve_s": 402,
        "rated": 61,
        "mean_grade": 4.7,
    }
    return shapes.LiveFigures(**(fields | changes))


def picture(**changes: Any) -> shapes.Supervision:
    """Return a calm hall, with `changes`."""
    fields: dict[str, Any] = {
        "seq": 1,
        "at": NOW_MS,
        "day": "2025-06-15",
        "doors": shapes.Doors(open=True, by="", reason=""),
        "counters": [
            manned(1, "serving", visit="v-41", ticket="A041", service="pay-bill"),
            manned(2, "open", waiting=2),
            manned(3, "called", visit="v-12", ticket="C012", service="new-connection", waiting=1),
            manned(4, "paused", paused="meal", waiting=1),
            counter("5"),
        ],
        "queues": [
            queue(0, 2, 3.4),
            queue(1),
            queue(2, 1, 6.1, counters=["3", "4"]),
            queue(3, 1, 2, counters=["3", "4"]),
            queue(4, counters=["3", "4"]),
            queue(5),
        ],
        "parked": [],
        "alerts": [],
        "help": [],
        "notices": [],
        "faults": [],
        "figures": figures(),
    }
    return shapes.Supervision(**(fields | changes))


def alert(cause: str, about: str, level: int, value: int, **changes: Any) -> shapes.Alert:
    """Return an alert that nobody sees to."""
    fields: dict[str, Any] = {
        "alert": f"{cause}:{about}",
        "cause": cause,
        "about": about,
        "level": level,
        "value": value,
        "at": NOW_MS - 12 * MINUTE_MS,
        "raised_at": NOW_MS - 2 * MINUTE_MS,
        "accepted_by": "",
    }
    return shapes.Alert(**(fields | changes))


def help_call(place: str, urgency: str, **changes: Any) -> shapes.Help:
    """Return a call for help that nobody has accepted."""
    fields: dict[str, Any] = {
        "place": place,
        "urgency": urgency,
        "by": "",
        "about": "",
        "at": NOW_MS - 95_000,
        "accepted_by": "",
    }
    return shapes.Help(**(fields | changes))


def bad_picture() -> shapes.Supervision:
    """Return the same hall when everything comes together."""
    return picture(
        doors=shapes.Doors(open=False, by="3001", reason="停电"),
        counters=[
            manned(1, "serving", visit="v-41", ticket="A041", service="pay-bill", degraded=["led"]),
            manned(2, "open", waiting=31, since=NOW_MS - 11 * MINUTE_MS),
            manned(
                3,
                "serving",
                visit="v-12",
                ticket="C012",
                service="new-connection",
                since=NOW_MS - 74 * MINUTE_MS,
                replanned=True,
                waiting=9,
            ),
            manned(4, "paused", paused="meal", since=NOW_MS - 66 * MINUTE_MS, waiting=9),
            counter("5"),
            *(
                manned(number, "serving", visit=f"v-{number}", ticket=f"B{number:03}", waiting=31)
                for number in range(6, 16)
            ),
        ],
        queues=[
            queue(0, 31, 42, over_target=19),
            queue(1, 4, 8),
            queue(2, 6, 71, counters=["3"], over_target=5),
            queue(3, 3, 18, counters=[]),
            queue(4, 0, 0, on=False, by="3001", reason="系统升级"),
            queue(5, 2, 4),
        ],
        alerts=[
            alert("wait", "pay-bill", 3, 42),
            alert("unserved", "capacity", 2, 3),
            alert("paused", "4", 1, 66),
            alert("rating", "v-41", 1, 1, accepted_by="3001"),
        ],
        help=[
            help_call("3", "emergency", by="1003"),
            help_call("ticket-1", "stuck", about="identify", at=NOW_MS - 240_000),
        ],
        notices=[
            shapes.Notice(
                notice="N1",
                text="今日系统升级，过户业务暂停",
                text_english="Change of name is off today",
                until=NOW_MS + 90 * MINUTE_MS,
                by="3001",
            )
        ],
        figures=figures(waiting=46, in_time=41, mean_wait_s=1510, longest_wait_s=4260),
    )


def service(place: int) -> shapes.Service:
    """Return a service that can be chosen."""
    name, chinese, english, prefix, _target = SERVICES[place]
    return shapes.Service(
        id=name,
        parent=None,
        children=[],
        name=chinese,
        name_english=english,
        prefix=prefix,
        zone="",
        zone_english="",
        waiting=0,
    )


def device(name: str, kind: str, health: str = "online", place: str = "") -> shapes.Device:
    """Return a device."""
    return shapes.Device(
        id=name,
        kind=kind,
        protocol="any",
        port="",
        place=place,
        health=health,
        detail="",
        paper="",
        since=NOW_MS,
        last_good=NOW_MS,
        losses=0,
        fallback="",
        units=[],
    )


def devices(*lost: str) -> list[shapes.Device]:
    """Return the devices of the hall, of which some are `lost`."""
    kinds = ("reader", "printer", "scanner", "led", "caller", "relay", "ups", "voice")
    return [
        device(f"{kind}-1", kind, "offline" if f"{kind}-1" in lost else "online") for kind in kinds
    ]


def fault(name: str, kind: str, **changes: Any) -> shapes.Fault:
    """Return a fault that is open."""
    fields: dict[str, Any] = {
        "device": name,
        "unit": "",
        "kind": kind,
        "place": "",
        "health": "offline",
        "detail": "",
        "since": NOW_MS - 26 * MINUTE_MS,
        "count": 1,
        "last_seen": NOW_MS,
        "acknowledged_by": "",
        "note": "",
        "hint": {"zh": "检查电源", "en": "Check the power"},
    }
    return shapes.Fault.model_validate(fields | changes)


def ticket(number: str, service_: str, waited_min: int, **changes: Any) -> shapes.InLine:
    """Return a ticket that waits."""
    fields: dict[str, Any] = {
        "visit": f"v-{number}",
        "ticket": number,
        "service": service_,
        "state": "waiting",
        "priority": 0,
        "segments": [],
        "since": NOW_MS - waited_min * MINUTE_MS,
        "due": 0,
        "ready": 0,
        "counter": "",
        "staff": "",
        "why": "",
        "parked": "",
        "remind_at": 0,
        "missing": [],
        "notes": 0,
        "then": [],
    }
    return shapes.InLine(**(fields | changes))


def tickets() -> list[shapes.InLine]:
    """Return tickets of every kind in line."""
    return [
        ticket("A042", "pay-bill", 12, segments=["quick"]),
        ticket("A043", "pay-bill", 9, priority=1, segments=["elderly"]),
        ticket("C013", "new-connection", 4, missing=["房产证明"]),
        ticket("B007", "invoice", 31, state="parked", parked="copies", counter="2"),
        ticket("D002", "capacity", 18, state="no_show"),
    ]


def health() -> shapes.Health:
    """Return the controller at a glance."""
    return shapes.Health(
        status="ok",
        hall="sunshine",
        name="阳光路供电营业厅",
        name_english="Sunshine Road hall",
        demo=False,
        day="2025-06-15",
        seq=1,
        storage="ample",
        faults=0,
        uplink=shapes.Uplink(epoch="E", acked=1, pending=0),
    )


def pauses() -> list[shapes.PauseReason]:
    """Return the reasons to leave a counter."""
    return [
        shapes.PauseReason(id="break", name="休息", name_english="Break", minutes_max=15),
        shapes.PauseReason(id="meal", name="用餐", name_english="Meal", minutes_max=60),
    ]


def reasons() -> list[shapes.ReasonListed]:
    """Return why a visitor may be put aside."""
    return [
        shapes.ReasonListed(use="park", id="copies", name="去复印", name_english="Makes copies")
    ]


def groups() -> list[shapes.PriorityGroup]:
    """Return who comes before others, or is told apart."""
    return [
        shapes.PriorityGroup(id="elderly", name="老年优先", name_english="Elderly", level=1),
        shapes.PriorityGroup(id="quick", name="快办", name_english="Quick", level=0),
    ]


def report() -> Report:
    """Return a small report of the day so far."""
    columns = (
        Column("service", Words("业务", "Service"), Unit.TEXT),
        Column("served", Words("办结", "Served")),
        Column("wait", Words("平均等候", "Mean wait"), Unit.SPAN),
    )
    rows = (("电费缴纳 Bill payment", 41, 342_000), ("新装增容 New supply", 7, 815_000))
    return Report(
        Words("营业日报", "Report of the day"),
        Words("阳光路营业厅", "Sunshine Road hall"),
        "2026-11-23",
        (
            Headline("served", Words("办结", "Served"), 48, Unit.COUNT),
            Headline("level", Words("按时呼叫", "Called in time"), 0.83, Unit.SHARE),
        ),
        (Table("services", Words("各项业务", "By service"), columns, rows),),
        (),
    )
