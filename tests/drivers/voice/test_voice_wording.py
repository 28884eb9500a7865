"""What the hall says, and how names and tickets are read."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.contract import DeviceError
from drivers.voice.notices import NOTICES, Notice
from drivers.voice.parts import PHRASES, UnknownPartError, sentences_that_can_be_said
from drivers.voice.wording import (
    UnspeakableTicketError,
    call_announcement,
    clips_of,
    name_parts,
    notice_announcement,
    wait_announcement,
)

TICKETS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1)


def test_a_call_is_gong_chinese_pause_english():
    call = call_announcement("a1", "A001", "1号窗口", "Counter 1")
    assert call.parts == (
        *("gong", "zh:请", "zh:A", "zh:0", "zh:0", "zh:1", "zh:号", "zh:到", "zh:1", "zh:号窗口"),
        *("pause", "en:ticket", "en:A", "en:0", "en:0", "en:1"),
        *("en:please go to", "en:counter", "en:1"),
    )
    assert call.text == "请A001号到1号窗口。Ticket A001, please go to Counter 1."
    assert call.id == "a1"


def test_twice_says_both_sentences_again_after_one_gong():
    once = call_announcement("a", "B7", "1号窗口", "Counter 1").parts
    twice = call_announcement("a", "B7", "1号窗口", "Counter 1", twice=True).parts
    assert twice == (*once, "pause", *once[1:])


def test_where_to_wait_is_said_in_both_languages():
    wait = wait_announcement("w1", "C12", "A区", "Zone A")
    assert wait.parts == (
        *("gong", "zh:请", "zh:C", "zh:1", "zh:2", "zh:号", "zh:到", "zh:A", "zh:区", "zh:等候"),
        *("pause", "en:ticket", "en:C", "en:1", "en:2", "en:please wait in", "en:zone", "en:A"),
    )
    assert wait.text == "请C12号到A区等候。Ticket C12, please wait in Zone A."


def test_a_counter_without_an_english_name_is_called_in_chinese_only():
    call = call_announcement("a", "A001", "1号窗口", "")
    assert not [part for part in call.parts if part == "pause" or part.startswith("en:")]
    assert call.text == "请A001号到1号窗口。"


def test_a_zone_whose_name_says_nothing_is_not_waited_in():
    assert wait_announcement("w", "A1", "--", "").parts == ("gong",)


def test_the_halls_own_sentences_need_no_free_text():
    for counter in range(1, 100):
        call = call_announcement("a", "Z9", f"{counter}号窗口", f"Counter {counter}")
        assert all(clip.shipped for clip in clips_of(call.parts))


@given(TICKETS)
def test_any_ticket_is_spelt_character_by_character(ticket: str):
    for announcement in (
        call_announcement("a", ticket, "窗口", "Counter"),
        wait_announcement("a", ticket, "大厅", "Hall"),
    ):
        spelt = [part.removeprefix("zh:") for part in announcement.parts[2 : 2 + len(ticket)]]
        assert "".join(spelt) == ticket
        assert ticket in announcement.text


@pytest.mark.parametrize("ticket", ["", "a001", "A-001", "甲001", "A 1", "A１"])
def test_a_ticket_that_cannot_be_spelt_is_refused_by_name(ticket: str):
    with pytest.raises(UnspeakableTicketError, match="cannot be spelt"):
        call_announcement("a", ticket, "1号窗口", "Counter 1")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("1号窗口", ["1", "号窗口"]),
        ("10号窗口", ["十", "号窗口"]),
        ("12号窗口", ["十", "2", "号窗口"]),
        ("20号柜台", ["2", "十", "号柜台"]),
        ("35号窗口", ["3", "十", "5", "号窗口"]),
        ("101室", ["1", "0", "1", "室"]),
        ("07号", ["0", "7", "号"]),
        ("0号", ["0", "号"]),
        ("VIP室", ["V", "I", "P", "室"]),
        ("二楼收费窗口(3)", ["二楼收费窗口", "3"]),
        ("３号 窗口", ["3", "号", "窗口"]),
        ("Lobby 咖啡", ["lobby", "咖啡"]),
        ("——", []),
    ],
)
def test_chinese_names_are_read_as_people_say_them(name: str, words: list[str]):
    assert name_parts("zh", name) == tuple(f"zh:{word}" for word in words)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Counter 1", ["counter", "1"]),
        ("Counter 12", ["counter", "12"]),
        ("counter 30", ["counter", "30"]),
        ("Window 45", ["window", "40", "5"]),
        ("the visitors' desk", ["the visitors desk"]),
        ("Director's office, floor 2", ["director's office floor", "2"]),
        ("COUNTER 1A", ["counter", "1", "A"]),
        ("ATM", ["A", "T", "M"]),
        ("Café", ["café"]),
    ],
)
def test_english_names_are_read_as_people_say_them(name: str, words: list[str]):
    assert name_parts("en", name) == tuple(f"en:{word}" for word in words)


@given(st.text(), st.sampled_from(["zh", "en"]))
def test_any_name_becomes_parts_that_name_clips(name: str, language: str):
    clips = clips_of(name_parts(language, name))
    assert all(clip.language == language and clip.words for clip in clips)


def test_digits_are_written_out_for_a_chinese_voice():
    assert [clip.words for clip in clips_of(["zh:0", "zh:1", "zh:9", "en:1"])] == list("零一九1")


def test_words_outside_the_phrase_list_are_free_text():
    known, free, gong = clips_of(["zh:窗口", "zh:收费", "gong"])
    assert known.shipped
    assert not free.shipped
    assert (gong.shipped, gong.language, gong.words) == (True, "", "")


def test_the_phrase_list_names_each_clip_once():
    assert len(set(PHRASES)) == len(PHRASES)
    assert [clip.part for clip in clips_of(PHRASES)] == list(PHRASES)


@pytest.mark.parametrize("part", ["", "bell", "fr:bonjour", "zh:", "en:  ", ":x"])
def test_a_part_that_names_no_clip_is_refused_by_name(part: str):
    with pytest.raises(UnknownPartError, match="no such clip, expected gong, pause") as refused:
        clips_of([part])
    assert isinstance(refused.value, DeviceError)
    assert refused.value.reason == part


def test_a_sentence_with_a_missing_clip_is_left_out_and_the_other_one_said():
    parts = ("gong", "zh:请", "zh:收费", "pause", "en:ticket", "en:A")
    assert sentences_that_can_be_said(parts, {"zh:请", "en:ticket", "en:A", "gong", "pause"}) == (
        *("gong", "pause", "en:ticket", "en:A"),
    )
    assert sentences_that_can_be_said(parts, {"gong", "pause", "zh:请", "zh:收费", "en:A"}) == (
        *("gong", "zh:请", "zh:收费"),
    )
    assert sentences_that_can_be_said(parts, {"gong", "pause"}) == ("gong",)


@given(st.lists(st.sampled_from(["pause", "zh:请", "zh:到", "en:A"])).map(lambda p: ["gong", *p]))
def test_with_every_clip_at_hand_only_needless_pauses_are_left_out(parts: list[str]):
    said = sentences_that_can_be_said(parts, set(parts))
    assert [part for part in said if part != "pause"] == [p for p in parts if p != "pause"]
    assert said[-1] != "pause"
    assert ("pause", "pause") not in itertools.pairwise(said)


def test_a_call_may_name_what_it_is_for():
    call = call_announcement(
        *("a1", "A001", "1号窗口", "Counter 1"), service="交电费", service_english="Pay a bill"
    )
    plain = call_announcement("a1", "A001", "1号窗口", "Counter 1")
    middle = plain.parts.index("pause")
    chinese, english = plain.parts[:middle], plain.parts[middle:]
    assert call.parts == (*chinese, "zh:办理", "zh:交电费", *english, "en:service", "en:pay a bill")
    assert call.text == (
        "请A001号到1号窗口办理交电费。Ticket A001, please go to Counter 1. Service: Pay a bill."
    )


def test_a_service_without_an_english_name_is_named_in_chinese_alone():
    call = call_announcement("a1", "A001", "1号窗口", "Counter 1", service="交电费")
    assert "zh:交电费" in call.parts
    assert "en:service" not in call.parts


@pytest.mark.parametrize("notice", Notice)
def test_a_notice_is_said_in_both_languages_without_free_text(notice: Notice):
    said = notice_announcement("n1", notice)
    languages = [clip.language for clip in clips_of(said.parts)]
    assert languages[0] == "", "the gong first"
    assert list(dict.fromkeys(languages)) == ["", "zh", "en"]
    assert all(clip.shipped for clip in clips_of(said.parts))


@pytest.mark.parametrize("notice", Notice)
def test_what_a_notice_says_is_what_stands_there_for_people(notice: Notice):
    def bare(text: str) -> str:
        return "".join(char for char in text.lower() if char.isalnum())

    words = [clip.words for clip in clips_of(notice_announcement("n1", notice).parts)]
    assert bare("".join(words)) == bare(NOTICES[notice].text)
