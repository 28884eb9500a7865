"""The real espeak-ng: its Mandarin is Mandarin, and clips come of it end to end."""

import asyncio
import datetime as dt
import importlib.util
import json
import os
import select
import subprocess
import sys
from array import array
from pathlib import Path

import pytest

from drivers.contract import Announcement, Context, Health, HealthChanged
from drivers.transports.loopback import loopback
from drivers.voice.clips.bank import ClipBank
from drivers.voice.clips.concat import duration_s, pcm_of
from drivers.voice.clips.driver import ClipSpeaker
from drivers.voice.clips.espeak import Espeak, EspeakError, installed_espeak
from drivers.voice.clips.options import ClipsOptions
from drivers.voice.clips.processes import run_to_end
from drivers.voice.clips.renderer import render_with_espeak
from drivers.voice.parts import DIGITS, LETTERS, PHRASES, clips_of
from drivers.voice.wording import call_announcement

MISSING = importlib.util.find_spec("espeakng_loader") is None and "CI" not in os.environ

pytestmark = [
    pytest.mark.real("espeak"),
    pytest.mark.skipif(MISSING, reason="the extra 'voice' is not installed"),
]


@pytest.fixture(scope="module")
def espeak() -> Espeak:
    return installed_espeak()


@pytest.mark.parametrize(
    ("words", "syllables"),
    [
        ("请", [("tS;h'i", "214")]),  # qǐng
        ("号", [("X'Au", "51")]),  # hào
        ("到", [("t'Au", "51")]),  # dào
        ("窗口", [("ts.hwA", "55"), ("kh'ou", "214")]),  # chuāng kǒu
        ("等候", [("t'@", "214"), ("X'ou", "51")]),  # děng hòu
        ("零", [("l'i", "35")]),  # líng
        ("十", [("s.'i.", "35")]),  # shí
    ],
)
def test_chinese_is_said_in_mandarin_syllables_with_their_tones(
    espeak: Espeak, words: str, syllables: list[tuple[str, str]]
):
    said = espeak.phonemes(words, "zh")
    assert "(en)" not in said
    for sound, tone in syllables:
        _before, found, after = said.partition(sound)
        assert found, f"{words}: {sound} is not in {said}"
        assert after.lstrip("nN").startswith(tone), f"{words}: tone {tone} is not in {said}"


def test_the_library_is_begun_once_in_a_process(espeak: Espeak):
    assert installed_espeak() is espeak


def test_every_chinese_digit_is_one_mandarin_syllable_of_its_own(espeak: Espeak):
    said = [espeak.phonemes(clip.words, "zh") for clip in clips_of(f"zh:{d}" for d in DIGITS)]
    assert len(set(said)) == 10
    assert not any("(en)" in syllable for syllable in said)


def test_letters_have_their_english_names_in_both_languages(espeak: Espeak):
    for letter in LETTERS:
        in_chinese = espeak.phonemes(letter, "zh").removeprefix("(en)").partition("(")[0]
        assert in_chinese == espeak.phonemes(letter, "en")


def test_a_broken_reading_would_be_seen(espeak: Espeak):
    assert espeak.phonemes("qing", "en") != espeak.phonemes("请", "zh")


def test_words_have_a_sound_of_a_words_length(espeak: Espeak):
    pcm = espeak.pcm("号窗口", "zh")
    assert 0.4 < len(pcm) / 2 / espeak.rate_hz < 2.0
    assert max(array("h", pcm)) > 5000


def test_data_that_is_not_there_is_an_error_by_name(tmp_path: Path):
    code = (
        "from drivers.voice.clips.espeak import Espeak\n"
        "from espeakng_loader import get_library_path\n"
        f"Espeak(get_library_path(), {str(tmp_path)!r})"
    )
    ending = asyncio.run(run_to_end((sys.executable, "-c", code), 30))
    assert "EspeakError" in ending.how
    assert str(tmp_path) in ending.how


async def test_the_whole_phrase_list_is_rendered_to_clips_ready_to_join(tmp_path: Path):
    words = [part for part in PHRASES if ":" in part]
    assert await render_with_espeak(words, tmp_path)
    bank = ClipBank(tmp_path, None)
    await bank.obtain(words)
    for part in words:
        samples = array("h", bank.pcm(part))
        assert 0.08 < len(samples) / 16000 < 1.5, part
        assert max(map(abs, samples[:800])) > 200, f"{part} begins with silence"
        assert max(map(abs, samples[-800:])) > 200, f"{part} ends with silence"


async def test_a_part_that_has_no_sound_stops_no_other(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    assert await render_with_espeak(["zh:请", "en:。", "en:desk"], tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*.wav")) == ["desk.wav", "请.wav"]
    assert "there is no sound in '。'" in caplog.text


async def test_a_recording_is_left_alone(tmp_path: Path):
    recording = tmp_path / "zh" / "请.wav"
    recording.parent.mkdir()
    recording.write_bytes(b"by a person")
    assert await render_with_espeak(["zh:请"], tmp_path)
    assert recording.read_bytes() == b"by a person"


async def test_a_directory_that_cannot_be_written_is_said_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    (tmp_path / "zh").write_text("in the way")
    assert not await render_with_espeak(["zh:请"], tmp_path)
    assert "not every clip was rendered" in caplog.text


async def test_a_hall_with_nothing_recorded_calls_a_ticket_to_a_counter_of_any_name(
    tmp_path: Path,
):
    events = []
    options = ClipsOptions(
        spoken_dir=str(tmp_path / "spoken"),
        clips_dir=str(tmp_path / "clips"),
        play="never",
        pace_without_device=False,
        free_text_wait_s=60.0,
    )
    driver = ClipSpeaker(
        loopback()[0], options, Context(events.append, lambda: dt.datetime(2026, 3, 2, 9))
    )
    serving = asyncio.create_task(driver.run())
    try:
        call = call_announcement("a1", "A001", "二楼收费窗口", "Payment desk, second floor")
        spoken = await driver.say(call)
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
    assert 6 < spoken.duration_s < 20
    pcm = pcm_of(Path(spoken.path).read_bytes(), spoken.path)
    assert duration_s(pcm) == spoken.duration_s
    assert (tmp_path / "clips" / "zh" / "二楼收费窗口.wav").exists()
    assert HealthChanged(Health.STARTING) in events


async def test_free_text_that_takes_long_is_said_the_next_time(tmp_path: Path):
    options = ClipsOptions(
        spoken_dir="",
        clips_dir=str(tmp_path),
        play="never",
        pace_without_device=False,
        free_text_wait_s=0.0,
    )
    driver = ClipSpeaker(
        loopback()[0], options, Context(lambda _e: None, lambda: dt.datetime(2026, 3, 2, 9))
    )
    hello = Announcement("a", "", ("gong", "zh:您好"))
    first = await driver.say(hello)
    async with asyncio.timeout(240):
        while (await driver.say(hello)).duration_s == first.duration_s:
            await asyncio.sleep(0)


def test_the_process_reads_parts_as_json_lines(tmp_path: Path):
    lines = "".join(json.dumps(part) + "\n" for part in ("en:desk", "fr:bonjour"))
    command = (sys.executable, "-m", "drivers.voice.clips.espeak", str(tmp_path))
    ending = asyncio.run(run_to_end(command, 30, lines.encode()))
    assert ending.code == os.EX_DATAERR
    assert ending.how.endswith(
        "no such clip, expected gong, pause, zh:words, en:words (fr:bonjour)"
    )
    assert (tmp_path / "en" / "desk.wav").exists()


def test_an_unknown_voice_is_refused_by_name(espeak: Espeak):
    with pytest.raises(EspeakError, match="no voice for 'tlh'"):
        espeak.pcm("bonjour", "tlh")


def test_a_renderer_whose_hall_was_killed_stops_by_itself(tmp_path: Path):
    parts = "".join(f"{json.dumps(f'en:number {number}')}\n" for number in range(2000))
    (tmp_path / "parts").write_text(parts)
    hall = (
        "import subprocess, sys\n"
        f"parts = open({str(tmp_path / 'parts')!r})\n"
        "renderer = [sys.executable, '-m', 'drivers.voice.clips.espeak', sys.argv[1]]\n"
        "print(subprocess.Popen(renderer, stdin=parts).pid, flush=True)\n"
        "sys.stdin.read()"
    )
    clips = tmp_path / "clips"
    with subprocess.Popen(
        (sys.executable, "-c", hall, str(clips)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None
        renderer = os.pidfd_open(int(process.stdout.readline()))
        while not list(clips.glob("en/*.wav")):
            assert not select.select([renderer], [], [], 0.01)[0], "the renderer never began"
        process.kill()
    assert select.select([renderer], [], [], 30)[0], "the renderer goes on for nobody"
    os.close(renderer)
    assert 0 < len(list(clips.glob("en/*.wav"))) < 2000
