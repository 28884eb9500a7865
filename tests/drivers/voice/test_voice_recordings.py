"""The hall's own recordings: they come before every other clip, and say what is wrong with them."""

import io
import logging
import wave
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

from drivers.voice.clips.bank import ClipBank
from drivers.voice.clips.concat import wav_of
from drivers.voice.clips.files import clip_path, site_path, write_new
from drivers.voice.clips.recordings import read_clips
from drivers.voice.clips.sounds import gong
from drivers.voice.parts import PHRASES

Record = Callable[[Path, Iterable[str]], None]
Tone = Callable[..., bytes]


@pytest.fixture
def own(tone: Tone) -> bytes:
    """Return the samples of a recording that nothing has to be changed on."""
    return tone(200, 0.3, 4243)


def test_a_recording_of_the_hall_comes_first(tmp_path: Path, record: Record, own: bytes):
    record(tmp_path, ["zh:请", "zh:到"])
    write_new(site_path(tmp_path, "zh:请"), wav_of(own))
    found = read_clips(["zh:请", "zh:到"], tmp_path)
    assert found.clips["zh:请"] == own
    assert found.clips["zh:到"] != own
    assert found.own == {"zh:请"}


def test_every_shipped_clip_can_be_replaced(tmp_path: Path, record: Record, own: bytes):
    record(tmp_path, PHRASES)
    for part in PHRASES:
        write_new(site_path(tmp_path, part), wav_of(own))
    found = read_clips(list(PHRASES), tmp_path)
    assert found.own == set(PHRASES)
    assert set(found.clips.values()) == {own}


async def test_what_the_hall_has_recorded_is_not_rendered(tmp_path: Path, own: bytes):
    rendered: list[str] = []

    async def renderer(parts: Sequence[str], _directory: Path) -> bool:
        rendered.extend(parts)
        return True

    write_new(site_path(tmp_path, "zh:请"), wav_of(own))
    write_new(site_path(tmp_path, "gong"), wav_of(own))
    bank = ClipBank(tmp_path, renderer)
    await bank.obtain(["gong", "zh:请", "zh:到"])
    assert rendered == ["zh:到"]
    assert bank.pcm("gong") == bank.pcm("zh:请") == own
    assert bank.own == {"gong", "zh:请"}


async def test_a_recording_that_is_unfit_gives_way_to_the_clip_behind_it(
    tmp_path: Path, record: Record, caplog: pytest.LogCaptureFixture
):
    async def renderer(parts: Sequence[str], directory: Path) -> bool:
        record(directory, parts)
        return True

    unfit = site_path(tmp_path, "zh:请")
    write_new(unfit, b"ID3 this is an mp3")
    bank = ClipBank(tmp_path, renderer)
    await bank.obtain(["zh:请"])
    assert "zh:请" in bank
    assert bank.own == set()
    assert bank.unfit.keys() == {unfit}
    assert caplog.text.count(f"{unfit}: expected WAV") == 1
    assert unfit.read_bytes().startswith(b"ID3")


async def test_the_synthetic_voice_is_named_in_the_log_once_for_each_clip(
    tmp_path: Path, record: Record, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.INFO)

    async def renderer(parts: Sequence[str], directory: Path) -> bool:
        record(directory, parts)
        return True

    bank = ClipBank(tmp_path, renderer)
    for _ in range(2):
        await bank.obtain(["zh:您好"])
    await bank.obtain([f"en:{letter}" for letter in "abcdefgh"])
    assert [record.getMessage() for record in caplog.records] == [
        "nobody has recorded zh:您好: the synthetic voice says it",
        "nobody has recorded en:a, en:b, en:c, en:d, en:e and 3 more: the synthetic voice says it",
    ]


async def test_a_gong_of_the_hall_leaves_the_usual_one_where_it_was(tmp_path: Path, own: bytes):
    await ClipBank(tmp_path, None).obtain(["gong"])
    write_new(site_path(tmp_path, "gong"), wav_of(own))
    await ClipBank(tmp_path, None).obtain(["gong"])
    assert clip_path(tmp_path, "gong").read_bytes() == wav_of(gong())


def wav(rate_hz: int, channels: int, width: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as clip:
        clip.setparams((channels, width, rate_hz, 0, "NONE", ""))
        clip.writeframes(bytes(rate_hz * channels * width))
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (wav(44100, 2, 2), "expected WAV, 16000 Hz, mono, 16 bit, found 44100 Hz, 2 channels, 16"),
        (wav(16000, 1, 1), "found 16000 Hz, 1 channels, 8 bit"),
        (wav(16000, 1, 2)[:100], "expected 0.04 to 15 s of sound, found 0.00 s"),
        (wav_of(bytes(2 * 16000 * 16)), "expected 0.04 to 15 s of sound, found 16.00 s"),
        (wav_of(bytes(2 * 16000)), "there is nothing but silence in it"),
        (b"", "expected WAV, 16000 Hz, mono, 16 bit, found an unfinished file"),
        (b"OggS" * 9, "found file does not start with RIFF id"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_what_is_wrong(
    tmp_path: Path, content: bytes, trouble: str
):
    path = site_path(tmp_path, "en:ticket")
    write_new(path, content)
    found = read_clips(["en:ticket"], tmp_path)
    assert not found.clips
    assert found.unfit[path].startswith(f"{path}: ")
    assert trouble in found.unfit[path]


def test_a_pause_may_be_silent(tmp_path: Path):
    write_new(site_path(tmp_path, "pause"), wav_of(bytes(2 * 1600)))
    assert read_clips(["pause"], tmp_path).own == {"pause"}


def test_a_folder_in_place_of_a_clip_is_named(tmp_path: Path):
    path = site_path(tmp_path, "zh:请")
    path.mkdir(parents=True)
    assert read_clips(["zh:请"], tmp_path).unfit[path] == f"{path}: Is a directory"
