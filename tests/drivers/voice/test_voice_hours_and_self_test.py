"""The loudspeaker through a day and before a person: volume, self-test, what its twin shows."""

import asyncio
import datetime as dt
import sys
from array import array
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from drivers.contract import Announcement, Context, DeviceEvent, Finding, Health, Kind
from drivers.registry import twin_for
from drivers.transports.loopback import loopback
from drivers.voice.clips.concat import RATE_HZ, duration_s, pcm_of
from drivers.voice.clips.driver import ClipSpeaker
from drivers.voice.clips.files import clip_path, site_path, write_new
from drivers.voice.clips.options import ClipsOptions
from drivers.voice.parts import PHRASES
from drivers.voice.wording import call_announcement

Record = Callable[[Path, Iterable[str]], None]

CALL = call_announcement("a1", "A001", "1号窗口", "Counter 1")
WORDS = [part for part in PHRASES if ":" in part]
ENDS_WELL = "raise SystemExit"
FAILS = "raise SystemExit('device busy')"


class Hour:
    """The hall's clock, set by a test."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 3, 2, 9)

    def __call__(self) -> dt.datetime:
        return self.now


def speaker(
    directory: Path, hour: Hour | None = None, **more: object
) -> tuple[ClipSpeaker, list[DeviceEvent]]:
    """Return a loudspeaker with its files in `directory`, and what it reports."""
    options = {
        "spoken_dir": str(directory / "spoken"),
        "clips_dir": str(directory / "clips"),
        "voice": "none",
        "play": "never",
        "pace_without_device": False,
        **more,
    }
    events: list[DeviceEvent] = []
    context = Context(events.append, hour or Hour())
    return ClipSpeaker(loopback()[0], ClipsOptions(**options), context), events


def plays_with(program: str) -> dict[str, object]:
    return {"play": "always", "player": (sys.executable, "-c", program)}


def peak_of(path: str) -> int:
    return max(map(abs, array("h", pcm_of(Path(path).read_bytes(), path))))


async def test_an_announcement_is_as_loud_as_its_hour_wants_it(tmp_path: Path):
    hour = Hour()
    driver, _events = speaker(tmp_path, hour, volume_percent_from={"08:00": 100, "12:00": 50})
    loud = await driver.say(Announcement("morning", "", ("gong",)))
    hour.now = dt.datetime(2026, 3, 2, 12)
    soft = await driver.say(Announcement("noon", "", ("gong",)))
    assert peak_of(soft.path) == pytest.approx(peak_of(loud.path) / 2, abs=1)
    assert soft.duration_s == loud.duration_s


async def test_a_silent_hour_takes_its_time_and_says_nothing(tmp_path: Path):
    driver, _events = speaker(tmp_path, volume_percent_from={"00:00": 0})
    spoken = await driver.say(Announcement("night", "", ("gong",)))
    assert peak_of(spoken.path) == 0
    assert spoken.duration_s == pytest.approx(1.2)


async def test_the_samples_said_are_the_sum_of_parts_and_gaps(tmp_path: Path, record: Record):
    record(tmp_path / "clips", WORDS)
    driver, _events = speaker(tmp_path, gap_ms=60, volume_percent_from={"00:00": 70})
    await driver.say(Announcement("warm", "", ("gong",)))
    spoken = await driver.say(CALL)
    parts = [clip_path(tmp_path / "clips", part).read_bytes() for part in CALL.parts]
    samples = [len(pcm_of(wav, "")) // 2 for wav in parts]
    gaps = (len(parts) - 1) * 60 * RATE_HZ // 1000
    assert len(pcm_of(Path(spoken.path).read_bytes(), "")) // 2 == sum(samples) + gaps


async def test_a_clip_that_is_missing_is_named_in_the_log_once(
    tmp_path: Path, record: Record, caplog: pytest.LogCaptureFixture
):
    record(tmp_path / "clips", [part for part in WORDS if part != "en:counter"])
    driver, _events = speaker(tmp_path)
    for number in range(3):
        await driver.say(Announcement(f"a{number}", CALL.text, CALL.parts))
    assert caplog.text.count("clips are missing: en:counter") == 1


async def test_the_self_test_says_a_sentence_and_how_long_it_was(tmp_path: Path, record: Record):
    record(tmp_path / "clips", WORDS)
    driver, _events = speaker(tmp_path, **plays_with(ENDS_WELL))
    player, clips, said = await driver.self_test()
    assert player == Finding(True, f"announcements are played with {sys.executable}")
    assert clips.said == (
        f"all {len(WORDS)} clips of the phrase list are there, 0 of the hall's own recording"
    )
    wav = tmp_path / "spoken" / "self-test.wav"
    lasts_s = duration_s(pcm_of(wav.read_bytes(), ""))
    assert said == Finding(
        True, f"said '语音测试。This is a test.', {lasts_s:.1f} s at 100 % volume"
    )


async def test_the_self_test_says_that_nothing_is_played_here(tmp_path: Path, record: Record):
    record(tmp_path / "clips", WORDS)
    driver, _events = speaker(tmp_path)
    player, _clips, said = await driver.self_test()
    assert player == Finding(False, "announcements are only written to files, as configured")
    assert not said.ok
    assert said.said.startswith("put together and not played: ")


async def test_the_self_test_tells_of_a_player_that_fails(tmp_path: Path):
    driver, events = speaker(tmp_path, **plays_with(FAILS))
    said = (await driver.self_test())[-1]
    assert not said.ok
    assert said.said.startswith("could not play ")
    assert said.said.endswith("exit 1 device busy")
    assert events[-1].health is Health.HARDWARE_ERROR


async def test_the_self_test_names_what_is_wrong_with_clips(tmp_path: Path, record: Record):
    record(tmp_path / "clips", [part for part in WORDS if part not in ("zh:请", "en:ticket")])
    unfit = site_path(tmp_path / "clips", "zh:到")
    write_new(unfit, b"no sound")
    driver, _events = speaker(tmp_path)
    _player, clips, trouble, _said = await driver.self_test()
    assert clips == Finding(False, f"2 of {len(WORDS)} clips are missing: zh:请, en:ticket")
    assert trouble.said.startswith(f"a clip cannot be used: {unfit}: expected WAV")


async def test_the_self_test_of_a_hall_without_words_says_so(tmp_path: Path):
    driver, _events = speaker(tmp_path)
    clips = (await driver.self_test())[1]
    assert clips.said == "no clip of the phrase list is there: the hall has its gong only"


async def test_the_self_test_says_when_the_hour_is_silent(tmp_path: Path):
    driver, _events = speaker(tmp_path, **plays_with(ENDS_WELL), volume_percent_from={"00:00": 0})
    said = (await driver.self_test())[-1]
    assert not said.ok
    assert said.said.endswith("at this time of day the hall is silent")


async def test_a_self_test_waits_for_its_turn(tmp_path: Path):
    played = tmp_path / "played"
    note = f"import sys; open({str(played)!r}, 'a').write(sys.argv[1] + chr(10))"
    driver, _events = speaker(tmp_path, **plays_with(note))
    await asyncio.gather(driver.say(CALL), driver.self_test(), driver.say(CALL))
    assert [Path(line).stem for line in played.read_text().split()] == ["a1", "a1", "self-test"]


async def test_the_twin_shows_what_was_said_last(tmp_path: Path):
    driver, _events = speaker(tmp_path, volume_percent_from={"00:00": 60})
    twin = twin_for(Kind.VOICE, "clips", {"spoken_dir": str(tmp_path / "spoken")})
    assert twin.look() == {"said": "", "lasted_s": 0.0, "volume_percent": 0}
    await driver.say(CALL)
    assert twin.look() == {"said": CALL.text, "lasted_s": 1.2, "volume_percent": 60}
    (tmp_path / "spoken" / "last.json").write_text("half a l")
    assert twin.look()["said"] == ""


def test_the_twin_of_a_hall_that_keeps_no_sounds_shows_nothing():
    assert twin_for(Kind.VOICE, "clips", {"spoken_dir": ""}).look()["said"] == ""
