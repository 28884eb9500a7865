"""The pages of a form screen, in both languages: what stands on them, and what does not."""

import json
import re
from pathlib import Path

import pytest
from form_stays import Screen, at
from kiosk_hall import FakeHall

import kiosk
from kiosk.config import KioskConfig
from kiosk.form import events as e
from kiosk.form.pages import FormPages, masked
from kiosk.form.stay import Stage, Stay
from kiosk.hall_feed import HallView
from kiosk.pages import Pages
from kiosk.scene import Manner, Scene

PAGES = FormPages(Pages(KioskConfig()), offers_help=True)
HERE = HallView(here=True, board=FakeHall().board())


def shown(stay: Stay, language: str = "zh", elder: bool = False) -> str:
    return PAGES.part(stay, Scene(view=HERE, manner=Manner(language, elder)))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("stage", Stage)
def test_every_page_speaks_both_languages(stage, language):
    page = shown(at(stage).stay, language)
    assert 'lang="zh-CN"' in page
    assert 'lang="en"' in page
    waits = stage in (Stage.OPENING, Stage.HANDING_IN)
    assert ("data-action=" in page) is not waits


@pytest.mark.parametrize("stage", Stage)
def test_while_the_hall_is_away_only_what_was_given_out_stays(stage):
    page = PAGES.part(at(stage).stay, Scene(view=HallView()))
    assert ('class="away"' in page) == (stage not in (Stage.KEPT, Stage.HANDED_IN))


@pytest.mark.parametrize("stage", Stage)
def test_nothing_on_a_page_is_a_style_or_a_script_of_its_own(stage):
    page = shown(at(stage).stay)
    assert not re.search(r"\sstyle=|<script|\son[a-z]+=", page)


def test_a_script_in_a_name_is_text():
    screen = at(Stage.FILLING)
    screen.does(e.Onward, {"name": "<script>alert(1)</script>"})
    screen.does(e.Onward, {"phone": "13800138000"})
    assert "<script>" not in shown(screen.stay)
    assert "&lt;script&gt;" in shown(screen.stay)


def test_what_is_typed_changes_nothing_on_the_page_under_the_finger():
    screen = at(Stage.FILLING)
    before = shown(screen.stay)
    screen.does(e.Typed, "name", "张")
    assert shown(screen.stay) == before


def test_a_mistake_stands_at_its_field_in_plain_words():
    screen = at(Stage.FILLING)
    assert "请填写这一项" not in shown(screen.stay)
    screen.does(e.Onward)
    page = shown(screen.stay)
    assert 'aria-invalid="true" aria-describedby="said-name"' in page
    assert 'id="said-name"' in page
    assert "请填写这一项" in page


def test_a_page_that_was_not_seen_yet_says_nothing_is_missing():
    screen = at(Stage.FILLING)
    screen.does(e.Onward, {"name": "张三"})
    assert "请填写这一项" not in shown(screen.stay)


def test_each_page_says_which_step_it_is():
    screen = at(Stage.FILLING)
    assert "第 1 步 共 3 步" in shown(screen.stay)
    screen.does(e.Picked, "body", "company")
    assert "第 1 步 共 5 步" in shown(screen.stay)
    assert "Step 5 of 5" in shown(at(Stage.REVIEW).stay).replace("3 of 3", "5 of 5")


def test_numbers_of_people_are_hidden_where_everything_is_shown_once_more():
    assert masked("identity", "11010119900307803X") == "110***********803X"
    assert masked("phone", "13800138000") == "138****8000"
    assert masked("account", "3101234567") == "310***4567"
    assert masked("text", "13800138000") == "13800138000"
    page = shown(at(Stage.REVIEW).stay)
    assert "138****8000" in page
    assert "13800138000" not in page


def test_the_code_and_the_number_are_shown_large_and_as_a_square_code():
    assert "7K3M-9QX1" in shown(at(Stage.KEPT).stay)
    handed_in = shown(at(Stage.HANDED_IN).stay)
    assert ">N1<" in handed_in
    assert '<svg class="qr"' in handed_in or 'class="qr"' in handed_in
    assert "张三" not in handed_in


def test_everything_that_is_missing_is_said_at_once():
    screen = at(Stage.DOCUMENTS)
    screen.does(e.Onward)
    assert "请带来：执照" in shown(screen.stay)
    screen.does(e.KeepWanted)
    assert "请带来：执照" in shown(screen.stay)


@pytest.mark.parametrize("code", ["wrong_code", "something_new"])
def test_what_went_wrong_has_words(code):
    screen = Screen()
    screen.does(e.CodeTyped, "0000-0000")
    screen.stay = Stay("s1", Stage.REFUSED, trouble=code)
    assert 'role="alert"' in shown(screen.stay)


def test_the_table_of_sounds_knows_names_places_and_the_words_of_the_trade():
    file = Path(kiosk.__file__).parent / "static" / "form-pinyin.json"
    table = json.loads(file.read_text(encoding="utf-8"))
    assert {"王", "往"} <= set(table["characters"]["wang"][:6])
    assert "喆" in table["characters"]["zhe"]
    assert "女" in table["characters"]["nv"]
    assert table["words"]["bei jing"].startswith("北京")
    assert "户号" in table["words"]["hu hao"].split()
    assert sum(map(len, table["characters"].values())) > 7000
    assert all(re.fullmatch("[a-z ]+", spelt) for spelt in table["words"])
