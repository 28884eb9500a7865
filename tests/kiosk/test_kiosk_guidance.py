"""Voice guidance: what is read aloud of a page, and the sounds of it."""

import asyncio
import sys
import wave
from io import BytesIO

import pytest

from kiosk.guidance.guide import Guide
from kiosk.guidance.reader import Reader
from kiosk.guidance.spoken import spoken

PAGE = """
<header class="head"><p class="place">前山营业厅</p>
<h1><span class="both"><span class="first">请选择业务</span>
<span class="second">Choose a service</span></span></h1>
<p class="hint">触摸<br>屏幕</p></header>
<div class="work"><button>交费</button><p class="notice" role="alert">打印机缺纸</p></div>
"""


def test_a_page_says_its_heading_its_hints_and_what_it_warns_of_in_one_language():
    assert spoken(PAGE) == "请选择业务。触摸屏幕。打印机缺纸。"


@pytest.mark.parametrize(
    "page",
    [
        "<h1>张**，您好</h1>",
        "<h1 data-private>张三丰</h1>",
        "<h1><span data-private>张三丰</span></h1>",
        "<button>交费</button>",
        "",
    ],
)
def test_nobodys_name_and_no_button_is_said(page: str):
    assert "张" not in spoken(page)
    assert "交费" not in spoken(page)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<p data-say>您的号码 <b>A012</b></p>", "您的号码 A 0 1 2。"),
        ("<h1>7K3M9Q</h1>", "7 K 3 M 9 Q。"),
        ("<h1>12 人，USB 2 号，2.5 kV</h1>", "12 人，USB 2 号，2.5 kV。"),
    ],
)
def test_numbers_of_tickets_are_spelt_and_other_numbers_are_not(page: str, said: str):
    assert spoken(page) == said


def test_of_lines_that_take_turns_only_the_first_is_said():
    assert spoken('<div class="hint"><p>一</p><p aria-hidden="true">二</p></div>') == "一。"


@pytest.mark.parametrize("page", ["<h1>", "</h1><h1>好", "<h1><p>好</h1>", "<"])
def test_a_broken_page_breaks_nothing(page: str):
    assert spoken(page).strip("。") in ("", "好")


def test_a_page_as_long_as_a_book_is_said_in_part():
    assert len(spoken(f"<h1>{'好' * 10_000}</h1>")) == 400


class Speaker:
    """Somebody who says a sentence when told to go on, and remembers which."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str, int]] = []
        self.may_speak = asyncio.Event()

    async def wav(self, words: str, language: str, words_per_minute: int) -> bytes:
        await self.may_speak.wait()
        self.said.append((words, language, words_per_minute))
        return words.encode()


async def sound_at(guide: Guide, address: str) -> bytes:
    return await guide.sound(address.removeprefix("/voice/").removesuffix(".wav"))


async def test_a_sentence_is_spoken_once_for_all_who_hear_it():
    speaker = Speaker()
    guide = Guide(speaker)
    address = guide.address(PAGE, "zh", slow=False)
    heard = [asyncio.create_task(sound_at(guide, address)) for _ in range(3)]
    await asyncio.sleep(0)
    speaker.may_speak.set()
    assert set(await asyncio.gather(*heard)) == {"请选择业务。触摸屏幕。打印机缺纸。".encode()}
    assert await sound_at(guide, address) == await heard[0]
    assert len(speaker.said) == 1


async def test_whoever_wants_large_type_is_spoken_to_slowly():
    speaker = Speaker()
    speaker.may_speak.set()
    guide = Guide(speaker)
    for slow in (False, True):
        await sound_at(guide, guide.address(PAGE, "zh", slow=slow))
    paces = [pace for _words, _language, pace in speaker.said]
    assert paces[1] < paces[0]


async def test_a_page_that_says_nothing_has_no_sound_and_nobody_else_s_can_be_guessed():
    guide = Guide(Speaker())
    assert guide.address("<button>交费</button>", "zh", slow=False) == ""
    assert await guide.sound("0" * 32) == b""
    assert guide.address(PAGE, "zh", slow=False) != Guide(Speaker()).address(PAGE, "zh", slow=False)


async def test_old_sentences_are_forgotten():
    speaker = Speaker()
    speaker.may_speak.set()
    guide = Guide(speaker)
    first = guide.address("<h1>第一句</h1>", "zh", slow=False)
    for number in range(300):
        guide.address(f"<h1>{number}</h1>", "zh", slow=False)
    assert await sound_at(guide, first) == b""


@pytest.mark.real("espeak")
@pytest.mark.parametrize(("words", "language"), [("请把身份证放好", "zh"), ("Good day", "en")])
async def test_the_real_voice_says_it_slower_for_whoever_wants_that(words: str, language: str):
    reader = Reader()
    lengths = []
    for pace in (165, 120):
        with wave.open(BytesIO(await reader.wav(words, language, pace))) as clip:
            lengths.append(clip.getnframes())
            assert (clip.getframerate(), clip.getnchannels()) == (16_000, 1)
    await reader.close()
    assert lengths[1] > lengths[0] * 1.2


@pytest.mark.real("espeak")
async def test_what_cannot_be_said_is_no_sound_and_the_next_sentence_is_said():
    reader = Reader()
    assert await reader.wav("好", "tlh", 165) == b""
    assert await reader.wav("好", "zh", 9_999) == b""
    assert await reader.wav("好", "zh", 165) != b""
    await reader.close()


@pytest.mark.parametrize("program", ["raise SystemExit(1)", "print('what?')"])
async def test_a_voice_that_ends_or_raves_costs_a_sentence_and_is_begun_anew(program: str):
    reader = Reader([sys.executable, "-c", program])
    assert await reader.wav("好", "zh", 165) == b""
    assert await reader.wav("好", "zh", 165) == b""
    await reader.close()
