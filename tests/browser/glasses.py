"""A page in a real browser, what it should not have done, and the sizes of our screens."""

from dataclasses import dataclass, field

from playwright.async_api import Page

UPRIGHT, WIDE = (1080, 1920), (1280, 800)
BOARD, SMALL_BOARD = (1920, 1080), (1280, 720)

REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error("policy violated: " + event.violatedDirective + " " + event.blockedURI));
"""


@dataclass
class Glass:
    """One screen: its page, and everything it should not have done."""

    page: Page
    server: str
    faults: list[str] = field(default_factory=list)
    outages_expected: bool = False

    def watch(self) -> None:
        self.page.on("request", self._see_request)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._see_console)

    def _see_request(self, request) -> None:
        if not request.url.startswith(self.server + "/"):
            self.faults.append(f"a request to {request.url}")

    def _see_console(self, message) -> None:
        lost_line = self.outages_expected and "net::ERR" in message.text
        # What a terminal says of a machine that is busy, and not of its page.
        slow = "task queue exceeded allotted deadline" in message.text
        if message.type in ("error", "warning") and not (lost_line or slow):
            self.faults.append(message.text)

    async def tap(self, selector: str) -> None:
        await self.page.tap(selector)

    async def sees(self, text: str) -> None:
        await self.page.get_by_text(text).first.wait_for(timeout=60_000)

    async def loses(self, text: str) -> None:
        await self.page.get_by_text(text).first.wait_for(state="detached", timeout=60_000)


async def photograph(page: Page) -> bytes:
    """Return a picture of the screen, once nothing is on its way in any more."""
    await page.evaluate(
        "Promise.all(document.getAnimations().filter(a => a.animationName === 'enter')"
        ".map(a => a.finished)).then(() => {})"
    )
    return await page.screenshot()
