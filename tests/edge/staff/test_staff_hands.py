"""Everything a clerk does with visitors besides calling the next, by keys, over real HTTP."""

from pathlib import Path

import pytest
from staff_fake_hall import CLERKS_RIGHTS, FakeHall, message, until
from test_staff_app import Terminal, terminal
from textual.command import CommandList, CommandPalette
from textual.widgets import Input

from edge.staff import rules, sayings, words
from edge.staff.screens.asking import AskingScreen


def dialog(at: Terminal) -> AskingScreen | None:
    screen = at.app.screen
    return screen if isinstance(screen, AskingScreen) and screen.is_mounted else None


async def ask(at: Terminal, key: str, *answers: str) -> None:
    """Open a dialog and answer its steps, one key each."""
    await at.strike(key)
    await until(lambda: dialog(at))
    for answer in answers:
        step = dialog(at).step
        await at.strike(answer)
        await until(lambda step=step: dialog(at) is None or dialog(at).step is not step)


async def serving(at: Terminal) -> None:
    """Open counter 3, call A012 and begin."""
    await at.work_at("3")
    await at.press("n")
    await at.press("s")


# --- an ordinary visit --------------------------------------------------------------------------


async def test_visits_one_after_the_other_cost_two_presses_each(tmp_path: Path) -> None:
    tickets = [f"A{number:03}" for number in range(1, 6)]
    async with terminal(tmp_path, FakeHall(queue=list(tickets))) as at:
        await at.work_at("3")
        presses = 0
        while "finish A005" not in at.hall.effects:
            await at.press("space")
            presses += 1
        assert presses == 1 + 2 * len(tickets)  # the very first is called by a press of its own
        assert at.hall.effects[1:4] == ["next A001", "start A001", "finish A001"]
        assert at.hall.effects[4:6] == ["next A002", "start A002"]
        assert at.says == str(sayings.FINISHED_NOBODY_WAITS.about(ticket="A005"))
        assert at.state == ("open", "")


async def test_a_double_press_of_the_one_key_neither_starts_nor_finishes(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        await at.press("space")
        at.fingers.apart_s = 0.3
        await at.press("space")
        assert at.state == ("called", "A012")


async def test_finish_and_call_is_sent_under_one_key_each_however_often_answers_are_lost(
    tmp_path: Path,
) -> None:
    async with terminal(tmp_path) as at:
        await serving(at)
        at.line.answers_lost = 2
        await at.press("space")
        assert at.hall.effects[-2:] == ["finish A012", "next A013"]
        sent = [(verb, key) for verb, key in at.hall.received if verb in ("finish", "next")]
        assert len({key for verb, key in sent if verb == "finish"}) == 1
        assert at.state == ("called", "A013")


async def test_nobody_is_called_where_the_finish_was_refused(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await serving(at)
        at.hall.refuse = ["storage_low"]
        await at.press("space")
        assert [verb for verb, _ in at.hall.received][-1] == "finish"
        assert at.says == str(words.REFUSALS["storage_low"])


async def test_a_finish_whose_answer_never_comes_calls_nobody(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await serving(at)
        at.line.answers_lost = 4
        await at.press("space")
        assert at.says == str(words.UNHEARD)
        assert at.hall.effects[-1] == "finish A012"
        assert at.state == ("open", "")


async def test_an_outcome_is_noted_by_a_key_of_its_own(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await serving(at)
        await ask(at, "o", "1")
        await at.strike("2", "enter")
        await until(lambda: dialog(at) is None)
        await at.at_rest()
        assert at.hall.bodies[-1] == {
            "visit": "v-A012",
            "outcome": "done",
            "delivered": ["supply"],
        }


async def test_a_no_show_and_a_transfer_are_asked_why_where_the_hall_lists_it(
    tmp_path: Path,
) -> None:
    async with terminal(tmp_path, FakeHall(uses=("transfer", "no_show"))) as at:
        await serving(at)
        await ask(at, "t", "1")
        await at.strike("1", "2", "1", "1", "1", "1")
        await at.at_rest()
        assert at.hall.bodies[-1]["reason"] == "specialist"
        await at.press("n")
        await at.at_rest()
        await ask(at, "x", "2")
        await at.at_rest()
        assert at.hall.bodies[-1] == {"visit": "v-A013", "reason": "left"}


# --- dialogs ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "answers", "verb", "body"),
    [
        ("b", "12", "return", {"minutes": 0, "places": 0, "reason": "absent"}),
        ("b", "21", "return", {"minutes": 0, "places": 3, "reason": "asked"}),
        ("b", "53", "return", {"minutes": 15, "places": 0, "reason": "fetching"}),
        ("p", "23", "park", {"reason": "approval", "remind_min": 10}),
        (
            "t",
            "111311",
            "transfer",
            {"service": "supply", "place": "sorted", "delay_min": 10, "back": False, "reason": ""},
        ),
        (
            "t",
            "212121",
            "transfer",
            {"counter": "1", "place": "first", "delay_min": 0, "back": True, "reason": ""},
        ),
        (
            "t",
            "313111",
            "transfer",
            {"staff": "1007", "place": "last", "delay_min": 0, "back": False, "reason": ""},
        ),
    ],
)
async def test_what_is_answered_in_a_dialog_is_what_is_sent(
    tmp_path: Path, key: str, answers: str, verb: str, body: dict[str, object]
) -> None:
    hall = FakeHall()
    await hall.change("1", "CounterOpened", state="open", staff="1007", staff_name="李强")
    async with terminal(tmp_path, hall) as at:
        await serving(at)
        await ask(at, key, *answers)
        await at.at_rest()
        assert at.hall.received[-1][0] == verb
        assert at.hall.bodies[-1] == {"visit": "v-A012", **body}
        assert at.state == ("open", "")


async def test_a_reason_of_the_clerks_own_is_typed(tmp_path: Path) -> None:
    hall = FakeHall(rights=[*CLERKS_RIGHTS, "call_chosen"])
    async with terminal(tmp_path, hall) as at:
        await at.work_at("3")
        await ask(at, "l", "1", "4")
        await at.strike("enter")
        assert dialog(at).step.typed_max
        at.app.screen.query_one(Input).value = "家属来接"
        await at.strike("enter")
        await until(lambda: dialog(at) is None)
        await at.at_rest()
        assert hall.bodies[-1]["reason"] == "家属来接"


async def test_whoever_was_parked_is_taken_back(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await serving(at)
        await ask(at, "p", "1", "1")
        await at.at_rest()
        await ask(at, "u", "1")
        await at.at_rest()
        assert at.hall.effects[-1] == "resume-parked A012"
        assert at.state == ("called", "A012")


async def test_a_chosen_ticket_is_called_with_the_right_and_a_reason(tmp_path: Path) -> None:
    hall = FakeHall(rights=[*CLERKS_RIGHTS, "call_chosen"])
    async with terminal(tmp_path, hall) as at:
        await at.work_at("3")
        await ask(at, "l", "3", "2")
        await at.at_rest()
        assert hall.bodies[-1] == {"visit": "v-B004", "reason": "行动不便"}
        assert at.state == ("called", "B004")


async def test_without_the_right_there_is_neither_key_nor_press(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        assert "指定叫号" not in at.app.export_screenshot()
        await at.press("l")
        assert at.says == str(rules.NO_RIGHT)


async def test_a_visitor_without_a_ticket_is_served_at_once(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        await ask(at, "w", "2")
        await at.at_rest()
        assert at.hall.bodies[-1] == {"service": "supply"}
        assert at.state == ("serving", "W001")


async def test_the_next_is_asked_to_come_near_while_another_is_served(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await serving(at)
        await at.press("a")
        assert at.app.desk.counter.precalled == "A013"
        assert at.says == str(sayings.DONE[rules.A.PRECALL].about(ticket="A013"))
        await at.press("a")
        assert [verb for verb, _ in at.hall.received].count("precall") == 1


async def test_a_pause_gives_the_halls_reasons_and_one_key_ends_it(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        await ask(at, "z", "2")
        await at.at_rest()
        assert at.hall.bodies[-1] == {"reason": "meal"}
        assert "已暂停：用餐" in at.app.export_screenshot()
        await at.press("n")
        assert at.hall.effects[-1] == "pause"
        await at.press("z")
        assert at.state == ("open", "")


async def test_help_is_called_and_ended_from_the_counter(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        await ask(at, "h", "2")
        await at.at_rest()
        await until(lambda: "已求助" in at.app.export_screenshot())
        await at.hall.accept_help("3", "周婷")
        await until(lambda: "周婷" in at.app.export_screenshot())
        await ask(at, "f11", "3")
        await at.at_rest()
        await until(lambda: "已求助" not in at.app.export_screenshot())
        assert at.hall.effects == ["open", "emergency 3", "end 3"]


async def test_a_message_is_read_at_the_counter_and_gone(tmp_path: Path) -> None:
    hall = FakeHall(messages=[message("m1", "请核对户号"), message("m2", "自己写的", by="1003")])
    async with terminal(tmp_path, hall) as at:
        await at.work_at("3")
        await ask(at, "m")
        assert "请核对户号" in at.app.export_screenshot()
        await at.strike("enter")
        await until(lambda: dialog(at) is None)
        await until(lambda: at.app.desk.press is None and not at.app.desk.hall.unread)
        assert hall.effects == ["open", "read m1"]


# --- leaving, and being overtaken ---------------------------------------------------------------


@pytest.mark.parametrize("key", ["p", "h"])
async def test_escape_leaves_a_dialog_with_nothing_done(tmp_path: Path, key: str) -> None:
    async with terminal(tmp_path) as at:
        await serving(at)
        done = list(at.hall.effects)
        await ask(at, key)
        await at.strike("escape")
        await until(lambda: dialog(at) is None)
        assert at.says == str(sayings.NOTHING_DONE)
        assert at.hall.effects == done


async def test_backspace_leads_back_one_step(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await serving(at)
        await ask(at, "t", "1")
        assert dialog(at).step.name == "service"
        await at.strike("backspace")
        assert dialog(at).step.name == "to"


async def test_a_dialog_goes_when_another_visitor_is_at_the_counter(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await serving(at)
        await ask(at, "p", "1")
        await at.hall.change("3", "TicketCalled", state="called", visit="v-B4", ticket="B004")
        await until(lambda: dialog(at) is None and at.state == ("called", "B004"))
        assert at.says == str(sayings.VISIT_CHANGED)
        assert at.hall.effects[-1] == "start A012"


async def test_a_dialog_goes_with_the_link_and_sends_nothing_later(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await serving(at)
        await ask(at, "p", "1")
        await at.line.cut()
        await until(lambda: dialog(at) is None and not at.app.desk.linked)
        await at.strike("1", "enter", "space")
        assert at.says == str(words.LINK_LOST)
        await at.line.connect()
        await at.at_rest()
        assert at.hall.effects[-1] == "start A012"


async def test_a_step_answered_twice_at_once_is_answered_once(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await serving(at)
        await ask(at, "p")
        at.app.simulate_key("1")
        at.app.simulate_key("1")
        await until(lambda: dialog(at) and dialog(at).step.name == "remind_min")
        await at.strike("escape")
        await until(lambda: dialog(at) is None)
        assert at.hall.effects[-1] == "start A012"


# --- the palette --------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["重呼", "recall"])
async def test_a_command_is_found_by_its_chinese_and_its_english_name(
    tmp_path: Path, typed: str
) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        await at.press("n")
        await at.pilot.press("ctrl+p")
        await until(lambda: CommandPalette.is_open(at.app))
        at.app.screen.query_one(Input).value = typed
        options = at.app.screen.query_one(CommandList)
        await until(lambda: options.option_count and "重呼" in str(options.options[0].prompt))
        await at.pilot.press("enter", "enter")
        await until(lambda: at.hall.effects[-1] == "recall A012")
        await at.at_rest()


async def test_a_command_chosen_for_one_visitor_never_falls_on_another(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.work_at("3")
        await at.press("n")
        listed = {each.title: each for each in at.app.get_system_commands(at.app.screen)}
        await at.hall.change("3", "TicketCalled", visit="v-B4", ticket="B004")
        await until(lambda: at.state == ("called", "B004"))
        listed["开始办理 Start"].callback()
        await until(lambda: at.says == str(sayings.VISIT_CHANGED))
        assert at.hall.effects[-1] == "next A012"
