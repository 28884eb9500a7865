"""A number pad without the focus: recorded input events become presses, whatever the window."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from staff_fake_hall import until
from test_staff_app import terminal

from drivers.scanner.hid.events import EventType, InputEvent, Press, encode
from drivers.transports.evdev import WatchedNode
from edge.numpad import Numpad, opened
from edge.staff import words
from edge.staff.keypad import ACTIONS, KeypadLostError
from edge.staff.options import StaffOptions
from edge.staff.screens.asking import AskingScreen

RECORDED = Path(__file__).with_name("numpad_session.txt")
KP_ENTER, KP_1, KP_4, KP_MINUS, KP_DOT, BACKSPACE = 96, 79, 75, 74, 83, 14


def struck(*codes: int) -> bytes:
    """Return the input events of keys that are pressed one after the other."""
    events = []
    for place, code in enumerate(codes):
        at_us = 1_000_000 * place
        for value in (Press.DOWN, Press.UP):
            events.append(InputEvent(at_us, EventType.KEY, code, value))
            events.append(InputEvent(at_us, EventType.SYN, 0, 0))
    return b"".join(encode(event) for event in events)


@asynccontextmanager
async def numpad() -> AsyncIterator[tuple[Numpad, int]]:
    """Give a number pad whose node is a pipe, and the end that its events are written to."""
    read_end, write_end = os.pipe()
    wire = WatchedNode(read_end, lambda: os.close(read_end), "evdev:/dev/input/event5")
    try:
        yield Numpad(wire), write_end
    finally:
        await wire.close()


async def test_a_recorded_session_is_read_key_by_key() -> None:
    recorded = bytes.fromhex(RECORDED.read_text())
    async with numpad() as (pad, write_end):
        os.write(write_end, recorded)
        os.close(write_end)
        keys = []
        with pytest.raises(KeypadLostError, match="event5: end of file"):
            async for key in pad.presses():
                keys.append(key)
    assert keys == ["enter", "1", "enter", "-", ".", "7", "backspace"]


async def test_a_key_held_down_is_one_press_and_the_lock_key_none() -> None:
    held = [InputEvent(0, EventType.KEY, KP_1, value) for value in (1, 2, 2, 2, 0)]
    locks = [InputEvent(0, EventType.KEY, 69, value) for value in (1, 0)]
    async with numpad() as (pad, write_end):
        os.write(write_end, b"".join(encode(event) for event in (*locks, *held)))
        os.close(write_end)
        keys = []
        with pytest.raises(KeypadLostError):
            async for key in pad.presses():
                keys.append(key)
    assert keys == ["1"]


async def test_a_pad_that_cannot_be_opened_says_why() -> None:
    with pytest.raises(KeypadLostError, match="missing-event-kbd: "):
        async with opened("evdev:/dev/input/by-id/missing-event-kbd"):
            pass


async def test_a_visit_is_served_by_its_enter_key_alone(tmp_path: Path) -> None:
    async with (
        numpad() as (pad, write_end),
        terminal(tmp_path, options=StaffOptions(keypad=pad, compact=True), size=(80, 3)) as at,
    ):
        await at.work_at("3")
        for state in (("called", "A012"), ("serving", "A012"), ("called", "A013")):
            os.write(write_end, struck(KP_ENTER))
            await until(lambda state=state: at.state == state and not at.app.desk.press)
        os.close(write_end)
        await until(lambda: at.says == str(words.NUMPAD_LOST))


async def test_dialogs_and_questions_are_answered_on_the_pad(tmp_path: Path) -> None:
    async with (
        numpad() as (pad, write_end),
        terminal(tmp_path, options=StaffOptions(keypad=pad)) as at,
    ):
        await at.work_at("3")
        await at.press("n")
        os.write(write_end, struck(KP_MINUS))
        await until(lambda: at.app.desk.question)
        os.write(write_end, struck(KP_DOT))
        await until(lambda: not at.app.desk.question)
        os.write(write_end, struck(KP_4))
        await until(lambda: isinstance(at.app.screen, AskingScreen) and at.app.screen.is_mounted)
        os.write(write_end, struck(KP_1))
        await until(lambda: at.app.desk.asking.step.name == "remind_min")
        os.write(write_end, struck(BACKSPACE))
        await until(lambda: at.app.desk.asking.step.name == "reason")
        os.write(write_end, struck(KP_DOT))
        await until(lambda: at.app.desk.asking is None)
        assert at.hall.effects == ["open", "next A012"]
        os.close(write_end)


async def test_a_locked_terminal_takes_no_key_of_the_pad(tmp_path: Path) -> None:
    async with (
        numpad() as (pad, write_end),
        terminal(tmp_path, options=StaffOptions(keypad=pad)) as at,
    ):
        await at.work_at("3")
        await at.pilot.press("ctrl+l")
        await until(lambda: at.app.is_locked and at.app.screen.is_mounted)
        os.write(write_end, struck(KP_ENTER))
        await at.pilot.pause()
        assert at.hall.effects == ["open"]
        os.close(write_end)


def test_every_key_of_the_pad_is_a_different_press() -> None:
    assert len(set(ACTIONS.values())) == len(ACTIONS)
