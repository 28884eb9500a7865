"""A whole hall that runs: its processes and headquarters', twins on wires, and screens in Chromium.

It is the demo's hall with the demo's forms and content. One serves many tests: each takes tickets
and numbers of its own, and leaves counters and devices as it found them.
"""

import asyncio
import contextlib
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from glasses import REPORT_VIOLATIONS, Glass
from playwright.async_api import Browser

from edge.api.shapes import AccountQuestion
from edge.client import HallClient, HallError
from edge.demo.hall import DemoHall, running
from edge.demo.layout import Layout, choose_layout
from edge.demo.publishing import publishing
from kiosk.pairing.office import Question, ask, socket_in
from kiosk.texts import load_texts
from sync.backoffice.applications import ApplicationDesk, NotAnApplicationError
from sync.backoffice.cli import signer_in

sys.path.insert(0, str(Path(__file__).parent.parent / "scenario"))

from edge_process import short_dir

PATIENCE_S = 90.0
HALL = "demo-hall"
ACCOUNT = "3301000013"
CLERK, PIN = "1001", "2468"
WORDS = load_texts()
AT_REST = '#screen[data-stage="attract"]'
_LOOK_S = 0.05
FoundT = TypeVar("FoundT")


async def until(look: Callable[[], Awaitable[FoundT | None]], what: str) -> FoundT:
    """Return what `look` finds, once it finds something."""
    deadline = asyncio.get_running_loop().time() + PATIENCE_S
    while not (found := await look()):
        assert asyncio.get_running_loop().time() < deadline, f"never: {what}"
        await asyncio.sleep(_LOOK_S)
    return found


@dataclass
class RunningHall:
    """The hall, and the browser in which its screens are opened."""

    demo: DemoHall
    chromium: Browser

    def client(self, role: str) -> HallClient:
        return self.demo.client(role)

    def twin(self, device: str) -> Any:
        """Return a device as it stands in the hall."""
        return self.demo.twins[device].twin

    @property
    def url(self) -> str:
        """The address of the screens' server."""
        return self.demo.layout.url(self.demo.layout.kiosk)

    async def link(self, role: str, name: str) -> str:
        """Return where one browser gets in as that screen, once."""
        question = Question(do="link", role=role, name=name)
        answer = await asyncio.to_thread(ask, socket_in(self.demo.layout.state), question)
        return f"{self.url}{answer['path']}"

    @contextlib.asynccontextmanager
    async def screen(self, role: str, name: str, size: tuple[int, int]) -> AsyncIterator[Glass]:
        """Open a screen of the hall, as a visitor has it before them."""
        async with self.browser(size) as glass:
            await glass.page.goto(await self.link(role, name))
            await glass.page.locator("#screen:not(:has(.away)) > *").first.wait_for()
            yield glass

    @contextlib.asynccontextmanager
    async def browser(self, size: tuple[int, int], **options: Any) -> AsyncIterator[Glass]:
        """Open a browser that stands before no page yet."""
        viewport = {"width": size[0], "height": size[1]}
        context = await self.chromium.new_context(viewport=viewport, has_touch=True, **options)
        await context.add_init_script(REPORT_VIOLATIONS)
        glass = Glass(await context.new_page(), self.url)
        glass.watch()
        yield glass
        await context.close()
        assert glass.faults == []

    @contextlib.asynccontextmanager
    async def counter(self, counter: str, clerk: str = CLERK) -> AsyncIterator[HallClient]:
        """Open a counter with a clerk behind it; whoever still stands there is sent away."""
        async with self.client("staff") as client:
            await client.sign_in(clerk, PIN)
            await client.open_counter(counter)
            try:
                yield client
            finally:
                await leave(client, counter)

    @contextlib.asynccontextmanager
    async def without(self, *names: str) -> AsyncIterator[None]:
        """Kill processes or pull devices meanwhile; afterwards the hall counts on them again."""
        for name in names:
            await self._switch(name, on=False)
        try:
            yield
        finally:
            for name in names:
                await self._switch(name, on=True)

    async def _switch(self, name: str, on: bool) -> None:
        if (service := self.demo.services.get(name)) is None:
            wire = self.demo.twins[name]
            await (wire.plug() if on else wire.unplug())
            await self.device_is(name, usable=on)
            return
        service.switch(on)
        await until(lambda: _told(service.running is on), f"{name}: {on}")
        if name == "edge" and on:
            await until(self._answers, "the controller is back")

    async def _answers(self) -> bool:
        with contextlib.suppress(HallError):
            async with self.client("engineer") as client:
                await client.health()
                return True
        return False

    async def device_is(self, device: str, usable: bool) -> None:
        """Return once the hall counts on `device`, or does not."""

        async def is_so() -> bool:
            async with self.client("engineer") as client:
                health = {each.id: each.health for each in await client.devices()}[device]
            return (health in ("online", "assumed")) is usable

        await until(is_so, f"{device} usable: {usable}")

    async def stage(self, number: str, stage: str) -> None:
        """Have headquarters say how far an application is; return once the hall knows."""

        async def is_known() -> bool:
            async with self.client("kiosk") as kiosk:
                return bool((await kiosk.follow_application(number)).stage)

        said = lambda: asyncio.to_thread(_staged, self.demo.layout, number, stage)  # noqa: E731
        await until(said, f"{number} at headquarters")
        await until(is_known, f"{number} at {stage}")

    @contextlib.asynccontextmanager
    async def card_on(self, reader: str, **card: str) -> AsyncIterator[None]:
        """Lay a card on a reader meanwhile."""
        twin = self.twin(reader)
        twin.act("slow_down", read_s=0.05)
        twin.act("lay_card", **card)
        yield
        twin.act("lift_card")


def _staged(layout: Layout, number: str, stage: str) -> bool:
    signer = signer_in(layout.headquarters)
    with contextlib.closing(ApplicationDesk(layout.database, signer)) as desk:
        try:
            desk.stage(HALL, number, stage, time.time_ns() // 1_000_000)
        except NotAnApplicationError:  # it is on its way
            return False
    return True


async def _told(found: FoundT) -> FoundT:
    return found


async def leave(clerk: HallClient, counter: str) -> None:
    """End whatever goes on at a counter, and close it."""
    for end in (clerk.no_show, clerk.finish, clerk.close_counter):
        with contextlib.suppress(HallError):
            await end(counter)


async def _has_content(demo: DemoHall) -> bool:
    async with demo.client("kiosk") as client:
        return bool((await client.content()).outages)


async def _has_customers(demo: DemoHall) -> bool:
    async with demo.client("kiosk") as client:
        with contextlib.suppress(HallError):
            await client.account(AccountQuestion(account=ACCOUNT, screen="query-1"))
            return True
    await asyncio.sleep(1.0)  # numbers may not be tried often
    return False


@contextlib.asynccontextmanager
async def running_hall(chromium: Browser) -> AsyncIterator[RunningHall]:
    """Bring a hall up without its voice, with all that its headquarters has sent it."""
    with short_dir() as folder:
        layout = choose_layout(folder / "hall")
        layout.state.mkdir()
        quiet = lambda _text: None  # noqa: E731
        try:
            async with (
                running(layout, {"voice"}, quiet, heard=False) as demo,
                publishing(layout),
            ):
                assert await demo.wait_for_devices(quiet) == []
                await until(lambda: _has_content(demo), "content of headquarters")
                await until(lambda: _has_customers(demo), "customers of headquarters")
                yield RunningHall(demo, chromium)
        finally:
            layout.close()


async def speaks(glass: Glass, language: str) -> None:
    """Have a screen in that language, by its own button."""
    tag = WORDS[language]["language_tag"]
    if await glass.page.evaluate("document.documentElement.lang") != tag:
        await glass.tap(f"[data-action=language][data-value={language}]")
        await glass.page.locator(f'html[lang="{tag}"]').wait_for()


def stage_is(*stages: str) -> str:
    """Return what selects a screen at one of these pages."""
    return ", ".join(f'#screen[data-stage="{stage}"]' for stage in stages)


async def reaches(glass: Glass, *stages: str) -> None:
    """Return once the screen is at one of these pages."""
    await glass.page.locator(stage_is(*stages)).wait_for(timeout=PATIENCE_S * 1000)


async def hears(glass: Glass, language: str, key: str, **values: Any) -> None:
    """Return once a sentence of the screens stands there, in the language that comes first."""
    text = WORDS[language][key].format(**values)
    sentence = glass.page.locator("#screen .first, #screen span", has_text=text)
    await sentence.first.wait_for(timeout=PATIENCE_S * 1000)


async def types(glass: Glass, characters: str) -> None:
    """Touch the keys of a keypad one after another."""
    for character in characters:
        await glass.tap(f'[data-key="{character}"]')


async def number_on(glass: Glass) -> str:
    """Return the number that the ticket screen gives."""
    await reaches(glass, "ticket")
    return (await glass.page.locator(".number").first.inner_text()).strip()


async def writes(glass: Glass, field: str, text: str) -> None:
    """Have a text in a field of a form, and put the keyboard away."""
    await glass.page.fill(f"[data-field={field}]", text)
    done = glass.page.locator('#keys [data-key="done"]')
    await done.tap()
    await done.wait_for(state="hidden")
