"""A third language is one file: every page speaks it, English stands beside it."""

import re
from pathlib import Path

import pytest
from form_stays import at
from kiosk_dialogues import PATHS, begun
from kiosk_hall import FakeHall
from test_query_pages import NOW, stay

import kiosk
from edge.client import HallClient
from kiosk import dialogue as d
from kiosk.config import KioskConfig
from kiosk.errands import Errands
from kiosk.form.pages import FormPages
from kiosk.form.stay import Stage as FormStage
from kiosk.hall_feed import HallView
from kiosk.pages import Pages
from kiosk.query.config import QueryConfig
from kiosk.query.pages import QueryPages
from kiosk.query.stay import Stage as QueryStage
from kiosk.scene import Manner, Scene
from kiosk.texts import Words, languages, load_texts
from kiosk.tools import Tools

SHIPPED = Path(kiosk.__file__).parent / "texts"
HERE = HallView(here=True, board=FakeHall().board())
CONFIG = KioskConfig()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """Return the pages of screens whose words were laid beside the others in Uyghur, as it were."""
    folder = tmp_path_factory.mktemp("texts")
    for path in SHIPPED.glob("*.toml"):
        (folder / path.name).write_bytes(path.read_bytes())
    english = (SHIPPED / "en.toml").read_text(encoding="utf-8")
    third = re.sub(r'^(\w+) = "', r'\1 = "ئ ', english, flags=re.M)
    third = third.replace('language_tag = "ئ en"', 'language_tag = "ug"')
    (folder / "ug.toml").write_text(third, encoding="utf-8")
    return Pages(CONFIG, texts=load_texts(folder))


def speaks_it(page: str) -> None:
    assert 'lang="ug">ئ ' in page
    assert 'class="second" lang="en">' in page
    assert 'class="second" lang="zh-CN">' not in page


@pytest.mark.parametrize("stage", PATHS)
def test_every_page_of_the_ticket_screen_speaks_it(pages: Pages, stage: d.Stage):
    dialogue, _ = begun(*PATHS[stage])
    speaks_it(pages.ticket_part(dialogue, Scene(HERE, Manner("ug"))))


@pytest.mark.parametrize("stage", QueryStage)
def test_every_page_of_the_query_screen_speaks_it(pages: Pages, stage: QueryStage):
    hall = HallClient("/nowhere/hall.sock")
    tools = Tools(hall, Errands(hall, CONFIG), pages, CONFIG, lambda: "id", "run")
    query = QueryPages(QueryConfig(), lambda: NOW, tools)
    speaks_it(query.part(stay(stage), Scene(HERE, Manner("ug"))))


@pytest.mark.parametrize("stage", FormStage)
def test_every_page_of_the_form_screen_speaks_it(pages: Pages, stage: FormStage):
    form = FormPages(pages, offers_help=True)
    speaks_it(form.part(at(stage).stay, Scene(HERE, Manner("ug"))))


def test_every_page_offers_every_other_language_by_its_own_name(pages: Pages):
    page = pages.ticket_part(d.Dialogue("d0", hall_here=True), Scene(HERE))
    offered = re.findall(r'data-action="language" data-value="(\w+)" lang="([\w-]+)"', page)
    assert offered == [("en", "en"), ("ug", "ug")]
    assert "ئ English" in page


def test_the_keys_of_the_form_screen_are_worded_in_it(pages: Pages):
    state = {"stage": "attract", "elder": False, "dialogue": "d0", "html": ""}
    shell = pages.shell("form.html", terminal="form-1", state=state, away="")
    assert 'data-languages="zh en ug"' in shell
    assert 'data-ug-done="ئ ' in shell


def test_names_of_the_hall_stand_in_english_and_once():
    words = Words({"zh": {}, "en": {}, "ug": {}}, "ug")
    assert words.pick("过户", "Transfer") == ("Transfer", "Transfer")
    assert words.pick("过户", "") == ("过户", "过户")


def test_a_language_that_nobody_wrote_is_the_hall_s_own(pages: Pages):
    assert pages.language_of("tlh") == "zh"


def test_chinese_and_english_come_first_however_many_there_are(tmp_path: Path):
    for name in ("bo", "en", "ug", "aa", "zh"):
        (tmp_path / f"{name}.toml").write_text('language = "x"\nlanguage_tag = "x"\n')
    assert languages(tmp_path) == ("zh", "en", "aa", "bo", "ug")
