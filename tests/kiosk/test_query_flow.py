"""The stay at a query screen, page by page: what leads where, and what is asked of the hall."""

from query_data import account, content

from edge.api import shapes
from kiosk.query import events as e
from kiosk.query import wants as w
from kiosk.query.flow import BACK, ITEMS, OPENS, TRANSITIONS, step
from kiosk.query.stay import Progress, Stage, Stay, Topic
from kiosk.turns import Turn


def after(*events: e.Event, stay: Stay | None = None) -> Stay:
    """Return the stay after all of `events`; the ids of next stays come in order."""
    stay = stay or Stay("s0")
    for number, event in enumerate(events, 1):
        stay, _ = step(stay, event, Turn(f"s{number}", 0))
    return stay


def wants(stay: Stay, event: e.Event) -> list[w.Want]:
    """Return what is asked of the hall because of `event`."""
    return list(step(stay, event, Turn("next", 0))[1])


def identified(*, accounts: int = 1) -> Stay:
    """Return the stay of somebody whose card has found so many accounts."""
    stay = after(e.Touched(), e.Identified("V1"))
    found = tuple(account(f"31*******000{number}") for number in range(accounts))
    if accounts == 1:
        return after(e.AccountFound(stay.id, stay.asked, found[0], "张**"), stay=stay)
    return after(e.AccountsFound(stay.id, stay.asked, found, "张**"), stay=stay)


def test_a_touch_opens_the_home_page_and_what_everybody_may_read_is_asked_for_once():
    stay, asked = step(Stay("s0"), e.Touched(), Turn("s1", 0))
    assert stay.stage is Stage.HOME
    assert asked == (w.FetchContent("s0"),)
    assert wants(stay, e.Opened(Stage.TARIFFS)) == []


def test_what_could_not_be_read_is_asked_for_again_with_the_next_page_and_once_the_hall_is_back():
    missed = after(e.Touched(), e.ContentMissing("s0"))
    assert missed.unreadable
    assert wants(missed, e.Opened(Stage.TARIFFS)) == [w.FetchContent("s0")]
    assert wants(missed, e.HallBack()) == [w.FetchContent("s0")]
    read = after(e.ContentArrived("s0", content()), stay=missed)
    assert not read.unreadable
    assert wants(read, e.HallBack()) == []


def test_a_page_can_be_opened_from_the_idle_screen_at_once():
    assert after(e.Opened(Stage.OUTAGES)).stage is Stage.OUTAGES


def test_every_page_is_reached_from_home_and_leads_back_there():
    edges = {stage: set(opened) for stage, opened in OPENS.items()}
    for stage, item in ITEMS.items():
        edges.setdefault(stage, set()).add(item)
    for stage, moves in TRANSITIONS.items():
        edges.setdefault(stage, set()).update(moves.values())
    reached, ahead = {Stage.ATTRACT}, [Stage.ATTRACT]
    while ahead:
        new = edges.get(ahead.pop(), set()) - reached
        reached |= new
        ahead += new
    # A card leads to these from everywhere.
    assert reached | {Stage.FINDING, Stage.UNKNOWN} == set(Stage)
    for stage in set(Stage) - {Stage.ATTRACT, Stage.HOME}:
        back = stage
        for _ in range(4):
            back = BACK.get(back, Stage.HOME)
        assert back is Stage.HOME


def test_a_card_finds_the_only_account_and_greets_by_the_masked_name():
    stay = after(e.Touched())
    asked = wants(stay, e.Identified("V1"))
    assert asked == [w.FetchAccounts("s0", 1, "V1")]
    found = identified()
    assert found.stage is Stage.ACCOUNT
    assert found.person.visitor is not None
    assert found.person.visitor.name == "张**"


def test_of_several_accounts_one_is_chosen_and_back_leads_to_the_choice():
    several = identified(accounts=3)
    assert several.stage is Stage.ACCOUNTS
    chosen = after(e.ItemOpened("2"), stay=several)
    assert chosen.stage is Stage.ACCOUNT
    assert chosen.person.account == several.person.accounts[2]
    assert after(e.WentBack(), stay=chosen).stage is Stage.ACCOUNTS


def test_an_account_that_is_not_in_the_list_is_not_opened():
    several = identified(accounts=2)
    for place in ("2", "99", "x", "²"):
        assert after(e.ItemOpened(place), stay=several).stage is Stage.ACCOUNTS


def test_a_number_that_was_typed_brings_its_account_and_a_wrong_one_is_typed_again():
    typing = after(e.Opened(Stage.TYPING))
    finding = after(e.AccountTyped("3100000042"), stay=typing)
    assert finding.stage is Stage.FINDING
    assert wants(typing, e.AccountTyped("3100000042")) == [
        w.FetchAccount("s0", finding.asked, "3100000042")
    ]
    wrong = after(e.Mistyped("s0", finding.asked, "unknown_account"), stay=finding)
    assert (wrong.stage, wrong.trouble) == (Stage.TYPING, "unknown_account")
    again = after(e.AccountTyped("3100000024"), stay=wrong)
    assert again.trouble == ""
    found = after(e.AccountFound("s0", again.asked, account()), stay=again)
    assert (found.stage, found.person.visitor) == (Stage.ACCOUNT, None)


def test_whoever_types_a_number_after_showing_a_card_is_that_visit_no_more():
    typing = after(e.Opened(Stage.TYPING), stay=identified())
    asked = wants(typing, e.AccountTyped("3100000042"))
    assert w.AbandonVisit("V1") in asked
    assert after(e.AccountTyped("3100000042"), stay=typing).person.visitor is None


def test_why_there_is_no_account_is_kept_until_another_page_is_opened():
    stay = after(e.Touched(), e.Identified("V1"))
    unknown = after(e.NotFound(stay.id, stay.asked, "no_accounts", "张**"), stay=stay)
    assert (unknown.stage, unknown.trouble) == (Stage.UNKNOWN, "no_accounts")
    assert after(e.Opened(Stage.TYPING), stay=unknown).trouble == ""


def test_the_next_card_begins_the_stay_of_somebody_else():
    first = identified()
    second, asked = step(first, e.Identified("V2"), Turn("s9", 0))
    assert second.id == "s9"
    assert second.person.accounts == ()
    assert second.person.account is None
    assert w.AbandonVisit("V1") in asked
    assert w.FetchAccounts("s9", 0, "V2") in asked


def test_whoever_has_only_looked_around_keeps_the_stay_when_they_lay_a_card():
    looked = after(e.Touched(), e.Opened(Stage.OUTAGES))
    known = after(e.Identified("V1"), stay=looked)
    assert (known.id, known.stage) == ("s0", Stage.FINDING)


def test_the_answer_to_an_earlier_question_is_nobodys():
    finding = after(e.Opened(Stage.TYPING), e.AccountTyped("3100000042"))
    gone = after(e.WentBack(), e.Opened(Stage.TYPING), e.AccountTyped("3100000099"), stay=finding)
    late = e.AccountFound("s0", finding.asked, account("31*******0042"))
    assert after(late, stay=gone) == gone
    home = after(e.Opened(Stage.HOME), stay=finding)
    assert after(late, stay=home) == home


def test_bills_are_turned_and_opened_and_back_keeps_the_page():
    bills = after(e.Opened(Stage.BILLS), e.Turned(1), stay=identified())
    bill = after(e.ItemOpened("2025-09"), stay=bills)
    assert (bill.stage, bill.person.month) == (Stage.BILL, "2025-09")
    back = after(e.WentBack(), stay=bill)
    assert (back.stage, back.reading.page) == (Stage.BILLS, 1)


def test_the_own_tariff_opens_beside_the_account_and_back_leads_to_it():
    tariff = after(e.Opened(Stage.TARIFF), stay=identified())
    assert (tariff.stage, tariff.reading.item) == (Stage.TARIFF, "resident")
    assert after(e.WentBack(), stay=tariff).stage is Stage.ACCOUNT
    of_all = after(e.Opened(Stage.TARIFFS), e.ItemOpened("shop"))
    assert after(e.WentBack(), stay=of_all).stage is Stage.TARIFFS


def test_an_account_is_not_opened_where_there_is_none():
    home = after(e.Touched())
    for stage in (Stage.ACCOUNT, Stage.ACCOUNTS, Stage.BILLS, Stage.USAGE):
        assert after(e.Opened(stage), stay=home) == home


def test_articles_are_chosen_by_what_they_are_about_from_the_first_page():
    articles = after(e.Opened(Stage.ARTICLES), e.Turned(1), e.TopicChosen(Topic.POLICY))
    assert (articles.reading.topic, articles.reading.page) == (Topic.POLICY, 0)
    article = after(e.ItemOpened("tiers"), stay=articles)
    assert after(e.WentBack(), stay=article).reading.topic is Topic.POLICY


def test_an_application_is_followed_by_its_number():
    looking = after(e.Opened(Stage.FOLLOWING), e.NumberTyped("26072200427"))
    assert looking.stage is Stage.LOOKING
    wrong = after(e.Mistyped("s0", looking.asked, "unknown_application"), stay=looking)
    assert (wrong.stage, wrong.trouble) == (Stage.FOLLOWING, "unknown_application")
    followed = shapes.Followed(
        application="A1",
        form="repair",
        number="260722-0042-7",
        stage="",
        stage_english="",
        reached=0,
    )
    shown = after(e.ProgressFound("s0", looking.asked, Progress(followed)), stay=looking)
    assert (shown.stage, shown.progress) == (Stage.FOLLOWED, Progress(followed))
    assert after(e.Opened(Stage.HOME), stay=shown).progress is None


def test_a_number_given_out_here_is_followed_at_once():
    looking = after(e.NumberGiven("260722-0042-7"))
    assert looking.stage is Stage.LOOKING
    assert wants(Stay("s0"), e.NumberGiven("260722-0042-7"))[0] == w.FetchProgress(
        "s0", 1, "260722-0042-7"
    )
    away = after(e.Mistyped("s0", looking.asked, "hall_unreachable"), stay=looking)
    assert away.stage is Stage.FOLLOWING


def test_numbers_and_names_are_in_no_representation():
    found = identified()
    said = repr((found, e.AccountTyped("3100000042"), w.FetchAccount("s0", 1, "3100000042")))
    for personal in ("3100000042", "张", "滨江路", "31****"):
        assert personal not in said


def test_whoever_is_old_by_their_card_is_known_to_be_whatever_is_found():
    finding = after(e.Identified("V1"))
    for answer in (
        e.AccountFound(finding.id, finding.asked, account(), "张**", is_old=True),
        e.NotFound(finding.id, finding.asked, "no_accounts", "张**", is_old=True),
    ):
        visitor = after(answer, stay=finding).person.visitor
        assert visitor is not None
        assert visitor.is_old
