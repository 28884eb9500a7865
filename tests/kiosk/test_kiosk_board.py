"""The main board over HTTP: what is true, at once, and whatever happens to the hall."""

from kiosk_hall import device, hall_at
from kiosk_served import kiosk_before

from edge.api.shapes import Board, BoardCall
from kiosk.board.choosing import in_board_order
from kiosk.config import KioskConfig


def on_board(ticket: str):
    return lambda state: state["board"] and ticket in state["html"]


async def test_the_first_message_is_the_whole_board(kiosk, hall):
    async with kiosk.stream("/board/events") as stream:
        state = await stream.next()
    board = Board(**state["board"])
    assert board.hall_english == "Binjiang Road Hall"
    assert {line.service: line.count for line in board.waiting}["pay"] == 3
    assert stream.ids == [str(board.seq)]


async def test_a_call_is_on_the_board_with_number_and_counter(kiosk, hall):
    async with kiosk.stream("/board/events") as stream:
        await stream.next()
        hall.calls_ticket("A012", 6)
        state = await stream.until(on_board("A012"))
    assert "6号窗口" in state["html"]
    assert "Counter 6" in state["html"]
    assert "请前往" in state["html"]


async def test_a_recall_says_how_often(kiosk, hall):
    hall.calls_ticket("A012", 6)
    hall.calls[0] = hall.calls[0].model_copy(update={"calls": 2})
    hall.happens("TicketRecalled", "VA012", leg=1, counter="c6", staff="1", calls=2)
    async with kiosk.stream("/board/events") as stream:
        await stream.until(lambda state: "第 2 次呼叫" in state["html"])


async def test_a_burst_of_facts_costs_one_look_at_the_board(kiosk, hall):
    hall.board_looks = 0
    async with kiosk.stream("/board/events") as stream:
        for number in range(50):
            hall.calls_ticket(f"A{number:03}", number)
        await stream.until(on_board("A049"))
    assert hall.board_looks < 10


async def test_a_hall_that_is_away_is_said_in_both_languages_and_comes_back_true(hall, hall_socket):
    config = KioskConfig(reconnect_min_s=0.01, reconnect_max_s=0.05)
    async with kiosk_before(hall_socket, config) as kiosk, kiosk.stream("/board/events") as stream:
        first = await stream.next()
        assert "暂停服务，请稍候" in first["html"]
        assert "One moment please" in first["html"]
        assert first["board"] is None
        async with hall_at(hall_socket, hall):
            await stream.until(lambda state: state["board"])
        assert (await stream.next())["board"] is None
        hall.calls_ticket("B007", 2)
        async with hall_at(hall_socket, hall):
            await stream.until(on_board("B007"))


async def test_whoever_was_identified_during_an_outage_is_not_greeted_after_it(hall, hall_socket):
    config = KioskConfig(
        readers={"reader-1": "ticket-1"}, reconnect_min_s=0.01, reconnect_max_s=0.05
    )
    async with kiosk_before(hall_socket, config) as kiosk, kiosk.stream("/board/events") as stream:
        async with hall_at(hall_socket, hall):
            await stream.until(lambda state: state["board"])
        hall.identifies("V9", "张**")
        async with hall_at(hall_socket, hall):
            await stream.until(lambda state: state["board"])
            hall.calls_ticket("B007", 2)
            await stream.until(on_board("B007"))
    assert hall.greeted == []


async def test_lost_voice_and_strips_are_said_at_the_foot(kiosk, hall):
    hall.devices += [device("voice", "voice", health="offline"), device("s", "led", "noDevice")]
    hall.happens("FaultOpened", "voice", unit="", health="offline", detail="")
    async with kiosk.stream("/board/events") as stream:
        state = await stream.until(lambda state: "语音暂停" in state["html"])
    assert "No voice now" in state["html"]
    assert "窗口屏暂停" in state["html"]


async def test_a_call_is_marked_for_those_whom_no_voice_calls(kiosk, hall):
    async with kiosk.stream("/board/events") as stream:
        assert "unheard" not in (await stream.next())["html"]
        hall.loses("voice", "voice")
        await stream.until(lambda state: "unheard" in state["html"])


async def test_the_board_says_that_the_power_is_out_and_when_it_is_back(kiosk, hall):
    async with kiosk.stream("/board/events") as stream:
        assert "备用电源" not in (await stream.next())["html"]
        hall.runs_on("battery")
        out = await stream.until(lambda state: "停电，由备用电源供电" in state["html"])
        assert "on backup power" in out["html"]
        hall.runs_on("low")
        await stream.until(lambda state: "备用电源即将用尽" in state["html"])
        hall.runs_on("mains")
        await stream.until(lambda state: "备用电源" not in state["html"])


async def test_the_clock_is_the_halls_own(kiosk):
    async with kiosk.stream("/board/events") as stream:
        state = await stream.next()
    assert state["clock_ms"] % 86_400_000 == 12 * 3_600_000


def call(ticket: str, state: str) -> BoardCall:
    return BoardCall(
        visit=ticket,
        ticket=ticket,
        counter="1",
        counter_name="",
        counter_name_english="",
        state=state,
        calls=1,
        at=0,
        seq=0,
    )


def test_who_must_walk_now_comes_before_who_has_arrived():
    calls = [call("A3", "serving"), call("A2", "called"), call("A1", "called")]
    board = Board(seq=1, hall="", hall_english="", calls=calls, waiting=[])
    assert [shown.ticket for shown in in_board_order(board.calls)] == ["A2", "A1", "A3"]
