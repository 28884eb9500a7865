"""The loudspeaker: what it says, when, and what it reports."""

import asyncio
import contextlib
import datetime as dt
import logging
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path

import pytest

from drivers import virtualtime
from drivers.contract import (
    Announcement,
    Context,
    DeviceEvent,
    Health,
    HealthChanged,
    WireLostError,
)
from drivers.transports.loopback import loopback
from drivers.voice.clips.concat import duration_s, pcm_of
from drivers.voice.clips.driver import ClipSpeaker, chosen_renderer
from drivers.voice.clips.options import ClipsOptions
from drivers.voice.clips.player import Player, first_sound_card
from drivers.voice.clips.renderer import render_with_espeak
from drivers.voice.clips.sounds import gong, pause
from drivers.voice.clips.spoken import SoundNotWrittenError
from drivers.voice.parts import PHRASES, UnknownPartError
from drivers.voice.wording import call_announcement

Record = Callable[[Path, Iterable[str]], None]

CALL = call_announcement("a1", "A001", "1号窗口", "Counter 1")
GONG = Announcement("g1", "", ("gong",))
IN_MEMORY = ClipsOptions(spoken_dir="", clips_dir="", voice="none", play="never")
PLAYER_OF_A_TEST = (sys.executable, "-c")
NOTES_ITS_FILE = "import sys, pathlib as p; p.Path(sys.argv[1]).with_suffix('.heard').touch()"
FAILS = "import sys; sys.exit('device busy')"


def speaker(options: ClipsOptions) -> tuple[ClipSpeaker, list[DeviceEvent]]:
    events: list[DeviceEvent] = []
    return ClipSpeaker(loopback()[0], options, Context(events.append, now)), events


def now() -> dt.datetime:
    return dt.datetime(2026, 3, 2, 9)


@contextlib.asynccontextmanager
async def running(options: ClipsOptions) -> AsyncIterator[tuple[ClipSpeaker, list[DeviceEvent]]]:
    """Give a speaker that has its bank ready."""
    events: list[DeviceEvent] = []
    ready = asyncio.Event()

    def note(event: DeviceEvent) -> None:
        events.append(event)
        if isinstance(event, HealthChanged) and event.health.usable:
            ready.set()

    driver = ClipSpeaker(loopback()[0], options, Context(note, now))
    serving = asyncio.create_task(driver.run())
    try:
        async with asyncio.timeout(60):
            await ready.wait()
        yield driver, events
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


def files_in(directory: Path, **more: object) -> ClipsOptions:
    return ClipsOptions(
        **{
            "spoken_dir": str(directory / "spoken"),
            "clips_dir": str(directory / "clips"),
            "voice": "none",
            "play": "never",
            "pace_without_device": False,
            **more,
        }
    )


async def test_an_announcement_is_its_clips_with_gaps_in_a_file_of_its_name(
    tmp_path: Path, record: Record
):
    record(tmp_path / "clips", [part for part in PHRASES if ":" in part])
    async with running(files_in(tmp_path, gap_ms=50)) as (driver, events):
        spoken = await driver.say(CALL)
    assert spoken.path == str(tmp_path / "spoken" / "a1.wav")
    pcm = pcm_of(Path(spoken.path).read_bytes(), spoken.path)
    words = sum(":" in part for part in CALL.parts)
    clips_s = duration_s(gong()) + duration_s(pause()) + 0.1 * words
    assert spoken.duration_s == duration_s(pcm)
    assert spoken.duration_s == pytest.approx(clips_s + 0.05 * (len(CALL.parts) - 1))
    assert events[-1] == HealthChanged(Health.ASSUMED, "not played here")


async def test_without_words_the_gong_is_said_and_reported(tmp_path: Path):
    async with running(files_in(tmp_path)) as (driver, events):
        spoken = await driver.say(CALL)
    assert pcm_of(Path(spoken.path).read_bytes(), "") == gong()
    assert events == [
        HealthChanged(Health.STARTING),
        HealthChanged(Health.ASSUMED, "not played here, gong only"),
    ]


async def test_clips_that_are_missing_are_counted_and_named_when_needed(
    tmp_path: Path, record: Record, caplog: pytest.LogCaptureFixture
):
    record(tmp_path / "clips", [part for part in PHRASES if ":" in part and part != "en:counter"])
    async with running(files_in(tmp_path)) as (driver, events):
        spoken = await driver.say(CALL)
    assert events[-1] == HealthChanged(Health.ASSUMED, "not played here, 1 clips missing")
    assert "clips are missing: en:counter" in caplog.text
    chinese = CALL.parts[1 : CALL.parts.index("pause")]
    assert spoken.duration_s == pytest.approx(duration_s(gong()) + (0.1 + 0.06) * len(chinese)), (
        "the English sentence is left out"
    )


async def test_the_files_of_announcements_stay_few(tmp_path: Path):
    async with running(files_in(tmp_path, keep_spoken=2)) as (driver, _events):
        for number in range(5):
            await driver.say(Announcement(f"a{number}", "", ("gong",)))
    kept = sorted(path.name for path in (tmp_path / "spoken").iterdir())
    assert kept == ["a3.wav", "a4.wav", "last.json"]


def test_a_second_announcement_waits_until_the_first_is_over():
    async def day() -> list[tuple[str, float]]:
        driver, _events = speaker(IN_MEMORY)
        loop = asyncio.get_running_loop()
        ended: list[tuple[str, float]] = []

        async def say(announcement_id: str) -> None:
            await driver.say(Announcement(announcement_id, "", ("gong",)))
            ended.append((announcement_id, round(loop.time(), 3)))

        await asyncio.gather(say("first"), say("second"))
        return ended

    assert virtualtime.run(day()) == [("first", 1.2), ("second", 2.4)]


def test_without_pace_and_device_nothing_is_waited_for():
    async def day() -> float:
        options = ClipsOptions("", "", voice="none", play="never", pace_without_device=False)
        driver, _events = speaker(options)
        assert (await driver.say(GONG)).duration_s == pytest.approx(1.2)
        return asyncio.get_running_loop().time()

    assert virtualtime.run(day()) == 0


def test_it_says_something_before_its_clips_are_there():
    async def day() -> str:
        driver, events = speaker(IN_MEMORY)
        spoken = await driver.say(CALL)
        assert events == [], "health is the business of run"
        return spoken.path

    assert virtualtime.run(day()) == ""


async def test_a_part_that_names_no_clip_is_refused():
    driver, _events = speaker(IN_MEMORY)
    with pytest.raises(UnknownPartError):
        await driver.say(Announcement("a", "", ("gong", "fr:bonjour")))


async def test_the_player_is_given_the_file(tmp_path: Path):
    options = files_in(tmp_path, play="always", player=(*PLAYER_OF_A_TEST, NOTES_ITS_FILE))
    async with running(options) as (driver, events):
        await driver.say(GONG)
    assert (tmp_path / "spoken" / "g1.heard").exists()
    assert events[-1] == HealthChanged(Health.ASSUMED, "gong only")


async def test_a_player_that_fails_is_reported_once_and_once_when_it_is_back(tmp_path: Path):
    script = tmp_path / "player.py"
    script.write_text(FAILS)
    options = files_in(tmp_path, play="always", player=(sys.executable, str(script)))
    async with running(options) as (driver, events):
        del events[:]
        first = await driver.say(GONG)
        await driver.say(GONG)
        script.write_text(NOTES_ITS_FILE)
        await driver.say(GONG)
    assert Path(first.path).exists()
    assert [event.health for event in events] == [Health.HARDWARE_ERROR, Health.ASSUMED]
    assert events[0].detail.endswith("exit 1 device busy")


async def test_a_player_that_is_not_there_is_reported(tmp_path: Path):
    options = files_in(tmp_path, play="always", player=("no-such-player",))
    async with running(options) as (driver, events):
        await driver.say(GONG)
    expected = "no-such-player: No such file or directory"
    assert events[-1] == HealthChanged(Health.HARDWARE_ERROR, expected)


async def test_an_announcement_that_is_cut_off_leaves_no_player_behind(tmp_path: Path):
    started = tmp_path / "started"
    stays = (
        "import os, pathlib, signal;"
        f"pathlib.Path({str(started)!r}).write_text(str(os.getpid()));"
        "signal.pause()"
    )
    options = files_in(tmp_path, play="always", player=(*PLAYER_OF_A_TEST, stays))
    async with running(options) as (driver, _events):
        saying = asyncio.create_task(driver.say(GONG))
        async with asyncio.timeout(60):
            while not (started.exists() and started.read_text()):
                await asyncio.sleep(0)
        saying.cancel()
        await asyncio.gather(saying, return_exceptions=True)
    assert not Path(f"/proc/{started.read_text()}").exists()


async def test_a_full_or_wrong_spoken_directory_is_a_fault_of_the_device(tmp_path: Path):
    (tmp_path / "spoken").write_text("in the way")
    async with running(files_in(tmp_path)) as (driver, events):
        with pytest.raises(SoundNotWrittenError, match="spoken/g1"):
            await driver.say(GONG)
    assert events[-1].health is Health.HARDWARE_ERROR


def test_run_ends_with_the_wire_and_leaves_no_task():
    async def day() -> int:
        host, device = loopback()
        driver = ClipSpeaker(host, IN_MEMORY, Context(lambda _event: None, now))
        serving = asyncio.create_task(driver.run())
        await asyncio.sleep(1)
        await device.close()
        with pytest.raises(WireLostError):
            await serving
        return len(asyncio.all_tasks())

    assert virtualtime.run(day()) == 1


def test_a_hall_without_the_voice_extra_is_told_once_in_the_log(caplog: pytest.LogCaptureFixture):
    options = ClipsOptions(clips_dir="/clips")
    assert chosen_renderer(options, installed=lambda: False) is None
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "espeakng-loader is not installed" in caplog.text
    assert "recorded in /clips" in caplog.text


def test_a_hall_that_wants_no_synthetic_voice_is_not_told(caplog: pytest.LogCaptureFixture):
    assert chosen_renderer(ClipsOptions(voice="none"), installed=lambda: False) is None
    assert chosen_renderer(ClipsOptions(), installed=lambda: True) is render_with_espeak
    assert not caplog.records


@pytest.mark.parametrize(
    ("mode", "player", "card", "plays"),
    [
        ("auto", sys.executable, True, True),
        ("auto", sys.executable, False, False),
        ("auto", "no-such-player", True, False),
        ("always", "no-such-player", False, True),
        ("never", sys.executable, True, False),
    ],
)
def test_playing_by_itself_needs_a_player_and_a_card(mode, player: str, card: bool, plays: bool):
    assert Player((player,), mode, lambda: "a card" * card).plays is plays


def test_a_card_that_nothing_can_play_on_is_a_fault_and_no_card_is_none():
    assert Player(("no-such-player",), "auto", lambda: "a card").missing == (
        "no-such-player is not installed"
    )
    assert not Player(("no-such-player",), "auto", lambda: "").missing
    assert not Player((sys.executable,), "auto", lambda: "a card").missing


@pytest.mark.parametrize(
    ("mode", "player", "card", "described"),
    [
        ("auto", "sh", "USB Audio", "announcements are played on USB Audio"),
        ("auto", "sh", "", "there is no sound card"),
        ("auto", "no-such-player", "USB Audio", "nothing is played: no-such-player is not inst"),
        ("always", "sh", "", "announcements are played with sh"),
        ("never", "sh", "USB Audio", "announcements are only written to files, as configured"),
    ],
)
def test_what_plays_is_told_in_plain_words(mode, player: str, card: str, described: str):
    assert Player((player,), mode, lambda: card).described.startswith(described)


@pytest.mark.parametrize(
    ("listed", "card"),
    [
        (
            " 0 [Headphones     ]: bcm2835_headpho - bcm2835 Headphones\n"
            "                      bcm2835 Headphones\n",
            "bcm2835_headpho - bcm2835 Headphones",
        ),
        ("--- no soundcards ---\n", ""),
        ("", ""),
    ],
)
def test_the_first_sound_card_is_named_as_the_kernel_lists_it(
    tmp_path: Path, listed: str, card: str
):
    cards = tmp_path / "cards"
    cards.write_text(listed)
    assert first_sound_card(cards) == card
    assert first_sound_card(tmp_path / "nowhere") == ""


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"keep_spoken": 0}, "keep_spoken: expected 1 or more, found 0"),
        ({"gap_ms": -1}, "gap_ms: expected 0 or more, found -1"),
        ({"player": ()}, "player: expected a command"),
        ({"spoken_dir": ""}, "spoken_dir: a player needs a file"),
        ({"volume_percent_from": {"9": 50}}, "volume_percent_from: '9' is no time of day"),
    ],
)
def test_wrong_options_are_named(wrong: dict[str, object], message: str):
    with pytest.raises(ValueError, match=message):
        ClipsOptions(**wrong)
