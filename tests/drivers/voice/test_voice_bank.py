"""The clip bank and the files of a hall's sounds."""

import asyncio
import logging
from array import array
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.voice.clips.bank import ClipBank
from drivers.voice.clips.concat import pcm_of, wav_of
from drivers.voice.clips.files import clip_path, file_name, write_new, write_over
from drivers.voice.clips.sounds import gong
from drivers.voice.clips.spoken import SoundNotWrittenError, SpokenFiles

Record = Callable[[Path, Iterable[str]], None]


class FakeRenderer:
    """Renders by recording; dies at the parts in `deadly`, has no sound for those in `mute`."""

    def __init__(self, record: Record, deadly: Iterable[str] = (), mute: Iterable[str] = ()):
        self.batches: list[list[str]] = []
        self._record = record
        self._deadly = set(deadly)
        self._mute = set(mute)

    async def __call__(self, parts: Sequence[str], directory: Path) -> bool:
        self.batches.append(list(parts))
        for part in parts:
            if part in self._deadly:
                return False
            if part not in self._mute:
                self._record(directory, [part])
        return True


async def test_what_is_missing_is_rendered_in_one_batch(tmp_path: Path, record: Record):
    renderer = FakeRenderer(record)
    bank = ClipBank(tmp_path, renderer)
    await bank.obtain(["gong", "zh:请", "zh:号", "zh:请"])
    assert renderer.batches == [["zh:请", "zh:号"]]
    assert "zh:请" in bank
    assert "zh:到" not in bank
    assert (tmp_path / "zh" / "请.wav").exists()


async def test_a_second_start_renders_nothing(tmp_path: Path, record: Record):
    await ClipBank(tmp_path, FakeRenderer(record)).obtain(["zh:请"])
    renderer = FakeRenderer(record)
    bank = ClipBank(tmp_path, renderer)
    await bank.obtain(["zh:请"])
    assert renderer.batches == []
    assert "zh:请" in bank


async def test_a_recording_is_used_and_never_written_over(
    tmp_path: Path, record: Record, tone: Callable[..., bytes]
):
    recording = wav_of(tone(200, 0.3, 4243))
    write_new(clip_path(tmp_path, "zh:请"), recording)
    renderer = FakeRenderer(record)
    bank = ClipBank(tmp_path, renderer)
    await bank.obtain(["zh:请", "zh:到"])
    assert renderer.batches == [["zh:到"]]
    assert bank.pcm("zh:请") == pcm_of(recording, "")
    assert (tmp_path / "zh" / "请.wav").read_bytes() == recording


async def test_recordings_of_words_are_made_equally_loud_and_a_gong_is_not(
    tmp_path: Path, tone: Callable[..., bytes]
):
    loud = tone(200, 0.3, 30000)
    for part in ("zh:请", "gong"):
        write_new(clip_path(tmp_path, part), wav_of(loud))
    bank = ClipBank(tmp_path, None)
    await bank.obtain(["zh:请", "gong"])
    assert max(array("h", bank.pcm("zh:请"))) < 5000
    assert bank.pcm("gong") == loud


async def test_the_halls_own_sounds_are_laid_out_to_be_replaced(tmp_path: Path):
    bank = ClipBank(tmp_path, None)
    assert bank.pcm("gong") == gong()
    await bank.obtain(["gong", "pause"])
    assert pcm_of((tmp_path / "gong.wav").read_bytes(), "gong.wav") == gong()
    assert (tmp_path / "pause.wav").exists()


async def test_a_file_that_is_no_clip_is_named_and_left_alone(
    tmp_path: Path, record: Record, caplog: pytest.LogCaptureFixture
):
    broken = clip_path(tmp_path, "zh:请")
    write_new(broken, b"ID3 this is an mp3")
    renderer = FakeRenderer(record)
    bank = ClipBank(tmp_path, renderer)
    await bank.obtain(["zh:请"])
    assert "zh:请" not in bank
    assert f"{broken}: expected WAV" in caplog.text
    assert renderer.batches == []
    assert broken.read_bytes().startswith(b"ID3")


async def test_a_crash_costs_the_clip_it_happened_at_and_no_other(tmp_path: Path, record: Record):
    renderer = FakeRenderer(record, deadly=["en:b"])
    bank = ClipBank(tmp_path, renderer)
    await bank.obtain(["en:a", "en:b", "en:c"])
    assert renderer.batches == [["en:a", "en:b", "en:c"], ["en:c"]]
    assert [part in bank for part in ("en:a", "en:b", "en:c")] == [True, False, True]


async def test_a_renderer_that_always_dies_is_asked_three_times(tmp_path: Path, record: Record):
    parts = [f"en:{number}" for number in range(9)]
    renderer = FakeRenderer(record, deadly=parts)
    await ClipBank(tmp_path, renderer).obtain(parts)
    assert len(renderer.batches) == 3


async def test_a_clip_without_a_sound_is_given_up(tmp_path: Path, record: Record):
    renderer = FakeRenderer(record, mute=["en:b"])
    bank = ClipBank(tmp_path, renderer)
    assert not bank.is_settled(["en:b"])
    await bank.obtain(["en:b"])
    await bank.obtain(["en:b"])
    assert bank.is_settled(["en:b"])
    assert len(renderer.batches) == 1


async def test_two_who_need_the_same_clip_have_it_rendered_once(tmp_path: Path, record: Record):
    renderer = FakeRenderer(record)
    bank = ClipBank(tmp_path, renderer)
    await asyncio.gather(bank.obtain(["en:a"]), bank.obtain(["en:a", "en:b"]))
    assert renderer.batches == [["en:a"], ["en:b"]]


async def test_clips_on_the_disk_are_ready_while_others_are_rendered(
    tmp_path: Path, record: Record
):
    record(tmp_path, ["en:a"])
    ready: list[bool] = []

    async def slow(parts: Sequence[str], directory: Path) -> bool:
        ready.append("en:a" in bank)
        return True

    bank = ClipBank(tmp_path, slow)
    await bank.obtain(["en:a", "en:b"])
    assert ready == [True]


async def test_a_directory_that_cannot_be_made_leaves_the_gong(
    tmp_path: Path, record: Record, caplog: pytest.LogCaptureFixture
):
    (tmp_path / "file").write_text("in the way")
    bank = ClipBank(tmp_path / "file" / "clips", FakeRenderer(record))
    await bank.obtain(["gong", "zh:请"])
    assert bank.pcm("gong") == gong()
    assert "clips cannot be kept" in caplog.text


async def test_a_bank_without_a_directory_has_the_gong_and_asks_nobody(record: Record):
    renderer = FakeRenderer(record)
    bank = ClipBank(None, renderer)
    assert bank.is_settled(["zh:请"])
    await bank.obtain(["zh:请"])
    assert "gong" in bank
    assert renderer.batches == []


def test_clips_lie_under_language_and_words():
    assert clip_path(Path("/clips"), "zh:请") == Path("/clips/zh/请.wav")
    assert clip_path(Path("/clips"), "en:please go to") == Path("/clips/en/please go to.wav")
    assert clip_path(Path("/clips"), "gong") == Path("/clips/gong.wav")


@given(st.text(min_size=1), st.text(min_size=1))
def test_any_text_has_a_file_name_of_its_own(one: str, other: str):
    name = file_name(one)
    assert not set(name) & set("/\\.:\0\n")
    assert 0 < len(name.encode()) <= 160
    assert (name == file_name(other)) is (one == other)


def test_very_long_texts_with_the_same_beginning_lie_apart():
    assert file_name("窗" * 500 + "一") != file_name("窗" * 500 + "二")


def test_writing_a_new_file_leaves_one_that_is_there(tmp_path: Path):
    write_new(tmp_path / "a" / "x.wav", b"first")
    write_new(tmp_path / "a" / "x.wav", b"second")
    assert [(p.name, p.read_bytes()) for p in (tmp_path / "a").iterdir()] == [("x.wav", b"first")]


def test_writing_over_a_file_leaves_nothing_else_behind(tmp_path: Path):
    write_over(tmp_path / "x.wav", b"first")
    write_over(tmp_path / "x.wav", b"second")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("x.wav", b"second")]


async def test_only_the_newest_announcements_are_kept(tmp_path: Path):
    files = SpokenFiles(tmp_path, 3)
    for number in range(6):
        path = Path(await files.keep(f"a{number}", wav_of(bytes(2 * number))))
        assert path.read_bytes() == wav_of(bytes(2 * number))
    names = sorted(path.name for path in tmp_path.iterdir())
    assert len(names) == 3
    assert "a5.wav" in names


async def test_an_announcement_that_cannot_be_written_says_where_and_why(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.ERROR)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SoundNotWrittenError, match=r"file/a1\.wav: "):
        await SpokenFiles(tmp_path / "file", 3).keep("a1", b"")
