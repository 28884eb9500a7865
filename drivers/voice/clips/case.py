"""How the contract suite uses the loudspeaker: without files, without a player, gong and all."""

from drivers.conformance import Case
from drivers.contract import DeviceEvent, Health, HealthChanged
from drivers.voice.clips.driver import ClipSpeaker
from drivers.voice.clips.options import ClipsOptions
from drivers.voice.clips.twin import LoudspeakerTwin
from drivers.voice.wording import call_announcement


async def _exercise(driver: ClipSpeaker, twin: LoudspeakerTwin, events: list[DeviceEvent]) -> None:
    announcement = call_announcement("twice", "A001", "1号窗口", "Counter 1")
    first = await driver.say(announcement)
    again = await driver.say(announcement)
    assert first == again, "the same announcement sounds the same"  # noqa: S101
    assert first.duration_s > 0, "something is heard"  # noqa: S101
    assert not twin.received, "nothing goes over the wire"  # noqa: S101
    healths = [event.health for event in events if isinstance(event, HealthChanged)]
    assert healths == [Health.STARTING, Health.ASSUMED], healths  # noqa: S101


CASE = Case(
    driver=ClipSpeaker,
    twin=LoudspeakerTwin,
    exercise=_exercise,
    options=ClipsOptions(spoken_dir="", clips_dir="", voice="none", play="never"),
    one_way=True,
)
