"""The pages of the query screen: both languages, honest dates, nobody's markup."""

from dataclasses import replace

import pytest
from query_data import MADE, NOW, SCRIPT_NAME, account, content

from edge.api import shapes
from edge.client import HallClient
from kiosk.config import KioskConfig
from kiosk.errands import Errands
from kiosk.hall_feed import HallView
from kiosk.nearby import Nearby
from kiosk.pages import Pages
from kiosk.query.config import QueryConfig
from kiosk.query.pages import PARTS, QueryPages
from kiosk.query.stay import Person, Progress, Reading, Stage, Stay, Topic, Visitor
from kiosk.scene import Manner, Scene
from kiosk.tools import Tools

CONFIG = KioskConfig()
HALL = HallClient("/nowhere/hall.sock")
TOOLS = Tools(HALL, Errands(HALL, CONFIG), Pages(CONFIG), CONFIG, lambda: "id", "run")
PAGES = QueryPages(QueryConfig(), lambda: NOW, TOOLS)
BOARD = shapes.Board(
    seq=1, hall="滨江路营业厅", hall_english="Binjiang Hall", power="mains", calls=[], waiting=[]
)
HERE = HallView(here=True, board=BOARD)
FOLLOWED = shapes.Followed(
    application="A1",
    form="repair",
    number="260719-0042-7",
    stage="已派工",
    stage_english="On the way",
    reached=MADE,
)


def stay(stage: Stage, **more: object) -> Stay:
    """Return a stay at which everything is known."""
    known = account(unpaid=2)
    person = Person(Visitor("V1", "张**"), (known, account()), known, "2026-05")
    items = {Stage.TARIFF: "resident", Stage.GUIDE: "new-connection", Stage.ARTICLE: "n7"}
    full = Stay(
        "s0",
        stage,
        person=person,
        reading=Reading(item=items.get(stage, "")),
        content=content(),
        progress=Progress(FOLLOWED),
    )
    return replace(full, **more)


def page(shown: Stay, language: str = "zh", view: HallView = HERE) -> str:
    return PAGES.part(shown, Scene(view, Manner(language=language)))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("stage", Stage)
def test_every_page_is_there_in_both_languages_with_the_way_back_and_to_help(stage, language):
    html = page(stay(stage), language)
    for action in ("help", "elder", "language"):
        assert f'data-action="{action}"' in html
    inside = stage not in (Stage.ATTRACT, Stage.HOME)
    assert ('data-action="back"' in html) == inside
    assert ('data-value="home"' in html) == inside
    assert html.count("<h1>") == 1
    assert "style=" not in html


def test_every_stage_has_a_page():
    assert set(PARTS) == set(Stage)


def test_what_is_owed_is_in_yuan_with_thousands_and_says_how_old_it_is():
    owed = account(unpaid=1, owed_fen=123456789)
    html = page(stay(Stage.ACCOUNT, person=Person(account=owed)))
    assert "1,234,567.89 元" in html
    assert "数据截至 2026年7月20日 06:00" in html
    english = page(stay(Stage.ACCOUNT, person=Person(account=owed)), "en")
    assert "¥1,234,567.89" in english
    assert "As of 20 Jul 2026, 06:00" in english


def test_months_are_said_as_people_say_them():
    assert "2026年6月" in page(stay(Stage.BILLS))
    assert "Jun 2026" in page(stay(Stage.BILLS), "en")


def test_a_script_in_a_name_is_only_a_name():
    known = account(name=SCRIPT_NAME, address=SCRIPT_NAME, tariff=SCRIPT_NAME)
    person = Person(Visitor("V1", SCRIPT_NAME), (known, known), known, "2026-05")
    spoilt = content()
    for article in spoilt.articles.articles:
        article.title = article.text = SCRIPT_NAME
    for outage in spoilt.outages.outages:
        outage.area = outage.reason = SCRIPT_NAME
    for stage in Stage:
        html = page(stay(stage, person=person, content=spoilt))
        assert "<script" not in html, stage


def test_a_chart_has_a_table_beside_it_and_marks_where_a_tier_begins():
    html = page(stay(Stage.USAGE))
    assert html.count('class="bar tier-') - html.count('class="swatch"') == 12
    assert html.count("<tr>") == 13
    assert 'aria-describedby="chart-table"' in html
    assert html.count('<line class="mark"') == 2
    assert "第3档" in html


def test_an_account_without_bills_says_so():
    empty = account(bills=[], months=[], owed_fen=0)
    for stage in (Stage.BILLS, Stage.USAGE, Stage.BILL):
        assert "还没有账单" in page(stay(stage, person=Person(account=empty)))


@pytest.mark.parametrize("stage", [Stage.TARIFFS, Stage.OUTAGES, Stage.GUIDES, Stage.ARTICLES])
def test_where_headquarters_has_sent_nothing_the_page_says_so(stage):
    missing = shapes.Content(
        tariffs=shapes.Tariffs(code="no_content"),
        outages=shapes.Outages(code="no_content"),
        guides=shapes.Guides(code="no_content"),
        articles=shapes.Articles(code="no_content"),
    )
    assert "总部还没有发来内容" in page(stay(stage, content=missing))
    assert "正在读取" in page(stay(stage, content=None))
    assert "暂时读不出来" in page(stay(stage, content=None, unreadable=True))


def test_outages_that_are_over_are_not_shown_and_the_present_ones_come_first():
    html = page(stay(Stage.OUTAGES))
    assert "滨江路 5–44" not in html
    assert html.index("Power is off") < html.index("Planned")
    assert "2026年7月20日 07:30–12:30" in html


def test_the_tier_that_the_year_has_reached_is_marked_in_the_own_tariff():
    assert "今年已到这一档" in page(stay(Stage.TARIFF))
    other = stay(Stage.TARIFF, reading=Reading(item="shop"))
    assert "今年已到这一档" not in page(other)
    assert "22:00-08:00" in page(other)


def test_a_guide_says_where_the_ticket_and_the_form_are():
    assert "先在填单机填写申请，再到取号机取号" in page(stay(Stage.GUIDE))
    assert "Proof of ownership" in page(stay(Stage.GUIDE), "en")


def test_a_text_without_english_stands_in_chinese_and_says_so_to_whoever_reads_aloud():
    html = page(stay(Stage.ARTICLE, reading=Reading(Topic.ANNOUNCEMENT, "n7")), "en")
    assert '<span lang="zh-CN">营业厅周末照常营业。</span>' in html


def test_in_elder_mode_the_home_page_offers_less_at_once():
    elder = PAGES.part(stay(Stage.HOME), Scene(HERE, Manner(elder=True)))
    assert elder.count('class="tile"') == 5
    assert "更多" in elder
    assert "电价标准" not in elder
    assert "电价标准" in page(stay(Stage.MORE))


def test_a_guides_time_and_steps_stand_in_both_languages():
    html = page(stay(Stage.GUIDE), "en")
    for said in (
        "Time needed: 5 working days",
        "办理时间：5 个工作日",
        "We come and look",
        "工作人员上门",
    ):
        assert said in html


def test_a_chart_says_that_tiers_begin_again_with_the_year():
    assert "2026 年：从 1 月起重新累计" in page(stay(Stage.USAGE))


def test_faults_complaints_and_questions_are_a_touch_away_at_home_and_beside_power_cuts():
    for stage in (Stage.HOME, Stage.OUTAGES):
        assert page(stay(stage)).count('data-action="entry"') == 1


def test_an_application_shows_its_stage_and_since_when():
    html = page(stay(Stage.FOLLOWED))
    assert "已派工" in html
    assert "260719-0042-7" in html
    assert "On the way" in html
    assert "2026年7月20日 06:00" in html


def test_while_the_hall_is_away_what_was_found_stays_and_the_rest_says_so():
    away = replace(HERE, here=False)
    assert "暂停服务" in page(stay(Stage.HOME), view=away)
    assert "暂停服务" in page(stay(Stage.TYPING), view=away)
    kept = page(stay(Stage.ACCOUNT), view=away)
    assert "暂时连不上" in kept
    assert "376" in kept


def test_a_lost_reader_is_said_and_the_number_still_typed():
    lost = Nearby(lost=frozenset({"reader"}))
    html = PAGES.part(stay(Stage.HOME), Scene(HERE, Manner(), beside=lost))
    assert "读卡器暂停" in html
    assert "输入户号" in html
    assert "放身份证" not in html
