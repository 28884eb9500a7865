"""Why a visit was called, and others were not, said in a sentence in Chinese and in English."""

from collections.abc import Callable
from dataclasses import dataclass

from edge.domain.leg import LegState
from edge.domain.plan import Plan
from edge.domain.rules.explaining import LocalMinute, Passed, Why
from edge.domain.rules.reasons import Reason
from edge.domain.rules.sight import MINUTE_MS


@dataclass(frozen=True, slots=True)
class Told:
    """The same sentence twice."""

    chinese: str
    english: str


@dataclass(frozen=True, slots=True)
class Telling:
    """What a sentence needs beside the facts: names of the plan, and the hall's clock."""

    plan: Plan
    local_minute: LocalMinute

    def called(self, why: Why) -> Told:
        """Say that the visit was called, and by what."""
        because = self._because(why)
        near = why.precalled
        time, counter = self._time(why.at), self._counter(why.counter)
        waited = _minutes(why.at - why.since)
        return Told(
            f"{time} {why.ticket} {'请到' if near else '被叫到'}{counter.chinese}"
            f"{'附近等候' if near else ''}（已等候 {waited} 分钟）：{because.chinese}。",
            f"At {time} {why.ticket} was {'asked near' if near else 'called to'} "
            f"{counter.english} after {waited} min: {because.english}.",
        )

    def passed(self, passed: Passed) -> Told:
        """Say why another ticket was not called then."""
        reason = self._against(passed)
        return Told(
            f"{passed.ticket} 未先叫：{reason.chinese}。",
            f"{passed.ticket} was not: {reason.english}.",
        )

    # --- the call ---

    def _because(self, why: Why) -> Told:
        if why.chosen:
            return _BY_HAND.get(why.chosen) or Told(
                f"由工作人员选定（{why.chosen}）", f"chosen by hand ({why.chosen})"
            )
        if not why.agrees:
            return Told(
                "按当前配置无法复述，配置此后已更改",
                "the plan has been changed since, and says something else now",
            )
        by_rule = _CALLED.get(why.rule)
        if by_rule is not None:
            return by_rule(why)
        return Told(
            f"规则第 {why.rule} 行：{why.sentence}", f"line {why.rule} of the rules: {why.sentence}"
        )

    # --- the others ---

    def _against(self, passed: Passed) -> Told:
        details = passed.against.details
        match passed.against.reason:
            case Reason.NOT_WAITING:
                return _state(str(details["state"]))
            case Reason.NOT_SERVED:
                return self._not_served(str(details["counter"]), str(details["service"]))
            case Reason.OTHER_COUNTER:
                counter = self._counter(str(details["counter"]))
                return Told(f"该号指定到{counter.chinese}", f"it is kept for {counter.english}")
            case Reason.NOT_READY | Reason.STAYS_WITH_CLERK:
                return self._until(passed, self._time(int(details["until"])))
            case Reason.TOO_EARLY | Reason.BOOKED_LATER:
                return self._booked(passed, self._time(int(details["due"])))
        chinese, english = _AGAINST[passed.against.reason]
        return Told(chinese.format(**details), english.format(**details))

    def _not_served(self, counter: str, service: str) -> Told:
        at, what = self._counter(counter), self.plan.by_id.get(service)
        chinese = what.name if what else service
        english = what.name_english if what else service
        return Told(
            f"{at.chinese}当时不办理{chinese}", f"{at.english} did not serve {english} then"
        )

    def _until(self, passed: Passed, time: str) -> Told:
        if passed.against.reason is Reason.NOT_READY:
            return Told(f"{time} 之前不叫该号", f"it is not to be called before {time}")
        staff = passed.against.details["staff"]
        return Told(
            f"{time} 之前由熟悉的工作人员 {staff} 接待", f"until {time} it stays with clerk {staff}"
        )

    def _booked(self, passed: Passed, time: str) -> Told:
        if passed.against.reason is Reason.TOO_EARLY:
            return Told(f"预约时间为 {time}，尚早", f"its appointment is at {time}, too far off")
        return Told(f"预约时间较晚（{time}）", f"its appointment is later, at {time}")

    # --- names and times ---

    def _counter(self, counter: str) -> Told:
        planned = self.plan.counters_by_id.get(counter)
        if planned is None:
            return Told(f"{counter} 号柜台", f"counter {counter}")
        return Told(planned.name, planned.name_english)

    def _time(self, at: int) -> str:
        minute = self.local_minute(at)
        return f"{minute // 60:02d}:{minute % 60:02d}"


def _minutes(milliseconds: int) -> int:
    return max(0, milliseconds) // MINUTE_MS


_CALLED: dict[str, Callable[[Why], Told]] = {
    "fairness": lambda why: Told(
        f"等候已达公平上限 {why.bound_min} 分钟，且其中来得最早",
        f"it had waited for the bound of {why.bound_min} min, and came first of those who had",
    ),
    "reserved": lambda _why: Told(
        "该号指定到此柜台或工作人员", "it was kept for this counter or clerk"
    ),
    "default": lambda why: Told(
        f"没有其他规则适用，按级别（此号为 {why.level} 级）和先后顺序",
        f"no other rule applied, and by level (it had {why.level}) and order it was next",
    ),
    "": lambda _why: Told("按级别和先后顺序", "by level and order it was next"),
}

# Calls that no rule makes, by what is recorded of them.
_BY_HAND = {
    "walk_direct": Told("直接到柜台办理", "the visitor came straight to the counter"),
    "together": Told(
        "本次来访的下一项业务在同一柜台办理", "the visit's next service is at the same counter"
    ),
}

# Reasons that say all by themselves, or with their details.
_AGAINST: dict[Reason, tuple[str, str]] = {
    Reason.NOT_COME: ("当时尚未取号", "it had no ticket yet"),
    Reason.OTHER_CLERK: ("该号指定给工作人员 {staff}", "it is kept for clerk {staff}"),
    Reason.NEEDS_SKILL: (
        "{segment} 需要技能 {skill}",
        "{segment} needs skill {skill}, which was not there",
    ),
    Reason.BY_HAND: ("工作人员未按规则叫号", "the call was chosen by hand, past the rules"),
    Reason.WITHIN_BOUND: (
        "等候未达公平上限 {bound_min} 分钟",
        "it had not waited for the bound of {bound_min} min",
    ),
    Reason.NOT_KEPT: ("该号未指定柜台", "it was not kept for this counter"),
    Reason.NOT_IN_SENTENCE: (
        "规则第 {line} 行叫的不是这类客户",
        "line {line} of the rules called others",
    ),
    Reason.LOWER_LEVEL: (
        "级别较低（{level} 级，低于 {called} 级）",
        "its level was lower ({level}, below {called})",
    ),
    Reason.WALK_IN: ("未预约，预约已到时间者在先", "it had no appointment whose time had come"),
    Reason.CAME_LATER: ("排在其后", "it stood behind"),
    Reason.UNKNOWN: ("按当前配置无法说明", "today's plan does not say why"),
}

_STATES: dict[LegState, tuple[str, str]] = {
    LegState.RESERVED: ("当时正在打印", "its ticket was being printed"),
    LegState.PRECALLED: ("已请到柜台附近", "it had been asked near a counter"),
    LegState.CALLED: ("当时已被叫号", "it had been called"),
    LegState.SERVING: ("当时正在办理", "it was being served"),
    LegState.FINISHED: ("当时已办完", "it had been served"),
    LegState.VOIDED: ("号已作废", "its number was void"),
    LegState.PARKED: ("当时挂起", "it was parked"),
    LegState.NO_SHOW: ("已过号", "nobody had come for it"),
    LegState.TRANSFERRED: ("正在转办", "it was being handed on"),
    LegState.CANCELLED: ("已弃号", "it had been given up"),
    LegState.EXPIRED: ("已过期", "it had expired"),
}


def _state(state: str) -> Told:
    return Told(*_STATES[LegState(state)])
