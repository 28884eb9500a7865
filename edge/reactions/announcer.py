"""The voice: one announcement at a time, calls first, nothing said that is no longer true."""

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

from drivers.contract import Announcement, DeviceError, Kind, Speaker, Spoken
from drivers.voice.wording import call_announcement, name_parts, wait_announcement
from edge.devices.asking import ask
from edge.devices.config import DeviceConfig
from edge.devices.pool import DevicePool
from edge.domain import facts as f
from edge.domain.leg import LegState
from edge.domain.plan import Plan
from edge.hall.recorder import Recorder

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An announcement, since when (s) it waits, and what must still be so when it is said."""

    since_s: float
    announcement: Announcement
    visit: str
    state: LegState


@dataclass(frozen=True)
class AnnouncerConfig:
    """How long an announcement is worth saying, and how many may wait."""

    time_to_live_s: float = 30.0
    waiting_max: int = 20
    say_where_to_wait: bool = True

    def __post_init__(self) -> None:
        for name in ("time_to_live_s", "waiting_max"):
            if getattr(self, name) <= 0:
                raise ValueError(f"{name}: {getattr(self, name):g} is not above 0")


def with_names_to_say(devices: Sequence[DeviceConfig], plan: Plan) -> list[DeviceConfig]:
    """Return `devices`, the voices among them told the names of counters and zones beforehand."""
    names = sorted(
        {part for counter in plan.counters for part in _both(counter.name, counter.name_english)}
        | {part for service in plan.services for part in _both(service.zone, service.zone_english)}
    )
    return [
        replace(device, options={"extra_clips": names, **device.options})
        if device.kind is Kind.VOICE
        else device
        for device in devices
    ]


def _both(name: str, name_english: str) -> set[str]:
    return {*name_parts("zh", name), *name_parts("en", name_english)}


class Announcer:
    """Says calls, and where to wait. Starts with an empty queue: yesterday's calls are over."""

    def __init__(
        self, recorder: Recorder, plan: Plan, pool: DevicePool, config: AnnouncerConfig
    ) -> None:
        self._recorder = recorder
        self._plan = plan
        self._pool = pool
        self._config = config
        self._calls: deque[_Waiting] = deque()
        self._hints: deque[_Waiting] = deque()  # where to wait: said when no call waits
        self._added = asyncio.Event()
        self.spoken: deque[Spoken] = deque(maxlen=50)
        recorder.subscribe(self._on_fact)

    def _on_fact(self, recorded: f.Recorded) -> None:
        match recorded.fact:
            case f.TicketCalled(visit, _, counter) | f.TicketRecalled(visit, _, counter):
                self._announce_call(recorded.seq, visit, counter)
            case f.TicketIssued(visit, _, delivery) if delivery != "none":
                self._announce_zone(recorded.seq, visit)

    def _announce_call(self, seq: int, visit: str, counter: str) -> None:
        plan = self._plan.counters_by_id[counter]
        ticket = self._recorder.committed.visits[visit].leg.ticket
        strip_gone = plan.led is not None and (
            not self._pool.slots[plan.led.device].usable(plan.led.unit)
        )
        said = call_announcement(
            f"{seq}-{ticket}", ticket, plan.name, plan.name_english, twice=strip_gone
        )
        self._add(self._calls, said, visit, LegState.CALLED)

    def _announce_zone(self, seq: int, visit: str) -> None:
        leg = self._recorder.committed.visits[visit].leg
        service = self._plan.by_id[leg.service]
        if service.zone and self._config.say_where_to_wait:
            said = wait_announcement(
                f"{seq}-{leg.ticket}-wait", leg.ticket, service.zone, service.zone_english
            )
            self._add(self._hints, said, visit, LegState.WAITING)

    def _add(
        self, waiting: deque[_Waiting], announcement: Announcement, visit: str, state: LegState
    ) -> None:
        if len(waiting) >= self._config.waiting_max:
            dropped = waiting.popleft().announcement
            log.warning("too many announcements wait: %r is not said", dropped.text)
        now_s = asyncio.get_running_loop().time()
        waiting.append(_Waiting(now_s, announcement, visit, state))
        self._added.set()

    async def run(self) -> None:
        """Say what is added, calls first, until cancelled."""
        while True:
            while waiting := self._calls or self._hints:
                first = waiting.popleft()
                if self._is_still_so(first):
                    await self._say(first.announcement)
            self._added.clear()
            await self._added.wait()

    def _is_still_so(self, waiting: _Waiting) -> bool:
        text = waiting.announcement.text
        age_s = asyncio.get_running_loop().time() - waiting.since_s
        if age_s > self._config.time_to_live_s:
            log.warning("%r is %.0f s old and not said", text, age_s)
            return False
        visit = self._recorder.committed.visits.get(waiting.visit)
        if visit is None or visit.state is not waiting.state:
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
