"""The voice: one announcement at a time, by urgency, nothing said that is no longer true.

What is being said is said to its end. What waits goes by rank (`edge.reactions.speech`) and then in
the order in which it happened. Whatever is not said stands in the log with its reason.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from drivers.contract import Announcement, DeviceError, Kind, Speaker, Spoken
from drivers.voice.wording import (
    Notice,
    call_announcement,
    name_parts,
    notice_announcement,
    wait_announcement,
)
from edge.devices.asking import ask
from edge.devices.config import DeviceConfig
from edge.devices.pool import DevicePool
from edge.domain import facts as f
from edge.domain.leg import LegState
from edge.domain.plan import Plan
from edge.hall.recorder import Recorder
from edge.reactions.speech import Rank, SpeechQueue, ToSay

log = logging.getLogger(__name__)

_POWER_NOTICES = {
    "mains": Notice.POWER_BACK,
    "battery": Notice.ON_BATTERY,
    "low": Notice.BATTERY_LOW,
}


@dataclass(frozen=True)
class AnnouncerConfig:
    """How long an announcement is worth saying, how many may wait, and how much is said."""

    time_to_live_s: float = 120.0
    waiting_max: int = 20
    say_where_to_wait: bool = True
    say_service: bool = False

    def __post_init__(self) -> None:
        for name in ("time_to_live_s", "waiting_max"):
            if getattr(self, name) <= 0:
                raise ValueError(f"{name}: {getattr(self, name):g} is not above 0")


def with_names_to_say(devices: Sequence[DeviceConfig], plan: Plan) -> list[DeviceConfig]:
    """Return `devices`, the voices among them told the names of the hall beforehand."""
    names = names_to_say(plan)
    return [
        replace(device, options={"extra_clips": names, **device.options})
        if device.kind is Kind.VOICE
        else device
        for device in devices
    ]


def names_to_say(plan: Plan) -> list[str]:
    """Return the parts that name counters, zones, and what a ticket can be for."""
    services = [plan.by_id[leaf] for leaf in plan.leaves]
    named = [
        *((counter.name, counter.name_english) for counter in plan.counters),
        *((service.zone, service.zone_english) for service in services),
        *((service.name, service.name_english) for service in services),
    ]
    return sorted({part for chinese, english in named for part in _both(chinese, english)})


def _both(name: str, name_english: str) -> set[str]:
    return {*name_parts("zh", name), *name_parts("en", name_english)}


class Announcer:
    """Says calls, where to wait, and what happens to the power.

    Starts with an empty queue: yesterday's calls are over.
    """

    def __init__(
        self, recorder: Recorder, plan: Plan, pool: DevicePool, config: AnnouncerConfig
    ) -> None:
        self._recorder = recorder
        self._plan = plan
        self._pool = pool
        self._config = config
        self._mains = recorder.committed.mains
        self._queue = SpeechQueue(config.waiting_max)
        self._added = asyncio.Event()
        self.spoken: deque[Spoken] = deque(maxlen=50)
        recorder.subscribe(self._on_fact)

    # --- what there is to say ---

    def _on_fact(self, recorded: f.Recorded) -> None:
        match recorded.fact:
            case f.TicketCalled(visit, _, counter):
                self._announce_call(recorded.seq, visit, counter)
            case f.TicketRecalled(visit, _, counter):
                self._announce_call(recorded.seq, visit, counter, Rank.RECALL)
            case f.TicketIssued(visit, _, delivery) if delivery != "none":
                self._announce_zone(recorded.seq, visit)
            case f.PowerChanged():
                self._announce_power(recorded.seq)

    def _announce_power(self, seq: int) -> None:
        """Tell everybody what the hall runs on, where that is another than before."""
        before, self._mains = self._mains, self._recorder.committed.mains
        if self._mains != before:
            said = notice_announcement(f"{seq}-power", _POWER_NOTICES[self._mains])
            is_so = partial(self._runs_on, self._mains)
            self._add(Rank.URGENT, said, is_so, topic="power")

    def _runs_on(self, mains: str) -> bool:
        return self._recorder.committed.mains == mains

    def _announce_call(self, seq: int, visit: str, counter: str, rank: Rank = Rank.CALL) -> None:
        plan = self._plan.counters_by_id[counter]
        leg = self._recorder.committed.visits[visit].leg
        service = self._plan.by_id.get(leg.service) if self._config.say_service else None
        strip_gone = plan.led is not None and (
            not self._pool.slots[plan.led.device].usable(plan.led.unit)
        )
        said = call_announcement(
            f"{seq}-{leg.ticket}",
            leg.ticket,
            plan.name,
            plan.name_english,
            twice=strip_gone,
            service=service.name if service else "",
            service_english=service.name_english if service else "",
        )
        self._add(rank, said, partial(self._is_in, visit, LegState.CALLED))

    def _announce_zone(self, seq: int, visit: str) -> None:
        leg = self._recorder.committed.visits[visit].leg
        service = self._plan.by_id[leg.service]
        if service.zone and self._config.say_where_to_wait:
            said = wait_announcement(
                f"{seq}-{leg.ticket}-wait", leg.ticket, service.zone, service.zone_english
            )
            self._add(Rank.HINT, said, partial(self._is_in, visit, LegState.WAITING))

    def _is_in(self, visit: str, state: LegState) -> bool:
        known = self._recorder.committed.visits.get(visit)
        return known is not None and known.state is state

    # --- saying it ---

    def _add(
        self, rank: Rank, said: Announcement, is_so: Callable[[], bool], topic: str = ""
    ) -> None:
        """Have it said when its turn comes, if it is still so then."""
        now_s = asyncio.get_running_loop().time()
        dropped = self._queue.add(ToSay(rank, now_s, said, is_so, topic))
        if dropped is not None:
            text = dropped.announcement.text
            log.warning("%d announcements wait: %r is not said", self._config.waiting_max, text)
        self._added.set()

    async def run(self) -> None:
        """Say what is added, the most urgent first, until cancelled."""
        while True:
            while (first := self._queue.next()) is not None:
                if self._is_still_so(first):
                    await self._say(first.announcement)
            self._added.clear()
            await self._added.wait()

    def _is_still_so(self, waiting: ToSay) -> bool:
        text = waiting.announcement.text
        age_s = asyncio.get_running_loop().time() - waiting.since_s
        if age_s > self._config.time_to_live_s:
            log.warning("%r is %.0f s old and not said", text, age_s)
            return False
        if not waiting.is_so():
            log.info("%r is no longer so and not said", text)
            return False
        return True

    async def _say(self, announcement: Announcement) -> None:
        for slot in self._pool.of_kind(Kind.VOICE):
            speaker = self._pool.driver(slot.config.id, Speaker)
            if speaker is not None:
                try:
                    self.spoken.append(await ask(slot.config.id, speaker.say(announcement)))
                except DeviceError as error:
                    log.warning("%r could not be said: %s", announcement.text, error)
                return
        log.warning("no voice: %r is not said", announcement.text)
