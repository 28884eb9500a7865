"""Everything that a receptionist does: asked of the hall once, with a key, by whom it was."""

import pytest
from reception_hall import RECEPTION, ReceptionHall, help_call, in_line, reception_hall_at
from reception_tablet import QUICK, Front, Tablet, front

from edge.api import shapes

VISIT = "/v1/visits/V1"
ONE_DEED = [
    ("take", "", "", {"service": "pay", "delivery": "paper"}, "/v1/reception/tickets"),
    ("service", "V1", "connect", {}, f"{VISIT}/service"),
    ("priority", "V1", "elderly", {}, f"{VISIT}/priority"),
    ("documents", "V1", "", {"needed": ["身份证", "房产证明"]}, f"{VISIT}/documents"),
    ("divert", "V1", "self_service", {}, "/v1/reception/diversions"),
    ("divert_door", "", "online", {"service": "pay"}, "/v1/reception/diversions"),
    ("cancel", "V1", "left", {}, f"{VISIT}/cancel"),
    ("reinstate", "V1", "", {}, f"{VISIT}/reinstate"),
    ("accept", "ticket-1", "", {}, "/v1/help/ticket-1/accept"),
    ("end_help", "ticket-1", "", {}, "/v1/help/ticket-1/end"),
    ("slips", "pay", "", {"first": "7", "count": "3"}, "/v1/reception/roll"),
    ("read", "m1", "", {}, "/v1/messages/m1/read"),
    ("send", "3001", "", {"text": "B区人多"}, "/v1/messages"),
]
RIGHTS = {
    "take": "take_ticket",
    "service": "change_service",
    "priority": "group_ticket",
    "documents": "check_documents",
    "divert": "divert",
    "divert_door": "divert",
    "cancel": "cancel_ticket",
    "reinstate": "change_service",
    "accept": "accept_help",
    "end_help": "accept_help",
    "slips": "paper_roll",
    "read": "message",
    "send": "message",
}
BODIES = {
    "take": {"services": ["pay"], "together": False, "delivery": "paper"},
    "service": {"service": "connect"},
    "priority": {"priority": "elderly", "reason": "seen"},
    "documents": {"missing": ["身份证", "房产证明"]},
    "divert": {"visit": "V1", "to": "self_service"},
    "divert_door": {"service": "pay", "to": "online"},
    "cancel": {"reason": "left"},
    "slips": {"service": "pay", "upto": 9},
    "send": {"text": "B区人多", "to": ["3001"]},
}
EACH_DEED = pytest.mark.parametrize(
    ("action", "about", "value", "fields", "path"), ONE_DEED, ids=[deed[0] for deed in ONE_DEED]
)


@pytest.fixture
def hall() -> ReceptionHall:
    return ReceptionHall(
        queue=[in_line("V1", "A001"), in_line("V2", "C001", "connect", state="no_show")],
        help=[help_call("ticket-1", about="choosing")],
    )


@pytest.fixture
async def there(hall, tmp_path) -> Front:
    async with (
        reception_hall_at(tmp_path / "sockets" / "staff.sock", hall),
        front(tmp_path, QUICK) as served,
    ):
        yield served


@pytest.fixture
async def tablet(there) -> Tablet:
    async with there.at_work() as working:
        yield working


@EACH_DEED
async def test_each_deed_is_done_once_in_the_name_of_who_pressed_however_often_it_comes(
    tablet, hall, action, about, value, fields, path
):
    state = await tablet.press(action, about, value, "the-key", **fields)
    [asked] = hall.asked
    assert asked.path == path
    assert asked.staff == "2001"
    assert asked.key.startswith("the-key")
    assert asked.body == BODIES.get(action, {})
    assert 'class="said done"' in state["html"]
    await tablet.press(action, about, value, "the-key", **fields)
    assert len(hall.asked) == 1
    # Another press lies between: then the hall knows the key again.
    await tablet.press("forget")
    await tablet.press(action, about, value, "the-key", **fields)
    assert len({asked.key for asked in hall.asked}) == 1
    assert len(hall.done) == 1


async def test_without_the_right_nothing_is_asked_of_the_hall(there, hall):
    async with there.paired() as tablet:
        for action, about, value, fields, _ in ONE_DEED:
            hall.rights["2001"] = [right for right in RECEPTION if right != RIGHTS[action]]
            await tablet.sign_in()
            state = await tablet.press(action, about, value, **fields)
            assert "您没有做这件事的权限" in state["html"], action
            assert hall.asked == []
            await tablet.press("sign_out")


async def test_what_the_hall_refuses_is_told_even_if_the_page_offered_it(tablet, hall):
    hall.refuse = ("not_allowed", 403, {})
    for action, about, value, fields, path in ONE_DEED:
        state = await tablet.press(action, about, value, **fields)
        assert "您没有做这件事的权限" in state["html"], action
        assert hall.paths()[-1] == path
    assert len(hall.asked) == len(ONE_DEED)


async def test_a_group_gets_a_number_each_and_a_retry_the_same_numbers(tablet, hall):
    wanted = {"service": "pay", "delivery": "screen", "count": "3"}
    state = await tablet.press("take", key="k", **wanted)
    assert [asked.key for asked in hall.asked] == ["k-0", "k-1", "k-2"]
    assert all(number in state["html"] for number in ("A003", "A004", "A005"))
    assert state["html"].count("<svg") > 3
    await tablet.press("forget")
    again = await tablet.press("take", key="k", **wanted)
    assert len(hall.queue) == 5
    assert all(number in again["html"] for number in ("A003", "A004", "A005"))


@pytest.mark.parametrize("more", [{"count": "2"}, {"priority": "elderly"}])
async def test_groups_and_priority_are_a_right_of_their_own(there, hall, more):
    hall.rights["2001"] = ["see_queue", "take_ticket"]
    async with there.at_work() as tablet:
        page = await tablet.press("section", value="ticket")
        assert 'name="count"' not in page["html"]
        assert 'name="priority"' not in page["html"]
        await tablet.press("take", service="pay", **more)
        assert hall.asked == []
        await tablet.press("take", service="pay")
        assert hall.paths() == ["/v1/reception/tickets"]


async def test_several_services_are_one_visit_at_one_counter_if_wished(tablet, hall):
    await tablet.press("take", service=["pay", "connect"], together="on", priority="elderly")
    assert hall.asked[0].body == {
        "services": ["pay", "connect"],
        "together": True,
        "priority": "elderly",
        "delivery": "none",
    }


@pytest.mark.parametrize(
    "fields",
    [{}, {"service": ["pay"] * 6}, {"service": "pay", "delivery": "pigeon"}, {"service": "../x"}],
)
async def test_a_ticket_for_nothing_sensible_is_not_asked_for(tablet, hall, fields):
    state = await tablet.press("take", **fields)
    assert hall.asked == []
    assert "请先选好或填好" in state["html"]


async def test_documents_that_are_ticked_are_there(tablet, hall):
    needed = ["身份证", "房产证明"]
    await tablet.press("documents", "V1", needed=needed, there="身份证")
    assert hall.asked[0].body == {"missing": ["房产证明"]}


async def test_a_priority_is_taken_back(tablet, hall):
    await tablet.press("priority", "V1", "")
    assert hall.asked[0].body == {"priority": 0, "reason": "seen"}


async def test_a_ticket_that_is_given_up_closes_and_one_that_waits_on_stays_open(tablet, hall):
    await tablet.press("open", "V1")
    await tablet.press("sheet", value="service")
    state = await tablet.press("service", "V1", "connect")
    assert 'class="ticket-head"' in state["html"]
    state = await tablet.press("cancel", "V1", "left")
    assert 'class="ticket-head"' not in state["html"]


async def test_each_refusal_is_told_in_words_and_an_unknown_one_by_its_code(tablet, hall):
    hall.refuse = ("quota_used_up", 409, {"opens_at": 1})
    assert "这个时段的号已取完" in (await tablet.press("take", service="pay"))["html"]
    hall.refuse = ("something_new", 409, {})
    assert "something_new" in (await tablet.press("take", service="pay"))["html"]


async def test_an_answer_that_is_lost_can_be_asked_for_again_under_the_same_key(tablet, hall):
    hall.away = True
    state = await tablet.press("cancel", "V1", "left", key="k")
    assert "再试一次不会办两遍" in state["html"]
    hall.away = False
    state = await tablet.press("again")
    assert "A001 已作废" in state["html"]
    assert [asked.key for asked in hall.asked] == ["k", "k"]
    assert len(hall.done) == 1


async def test_messages_are_seen_read_and_answered(there, hall):
    hall.messages = [
        shapes.Message(message="m1", by="3001", to=[], at=0, read_by=[], text="请到B区")
    ]
    async with there.at_work() as tablet:
        state = await tablet.press("section", value="messages")
        assert "请到B区" in state["html"]
        assert 'data-action="read"' in state["html"]
        assert "发给工号 3001" in (await tablet.press("open", "3001"))["html"]
        hall.messages[0].read_by.append("2001")
        state = await tablet.press("read", "m1")
        assert 'data-action="read"' not in state["html"]
