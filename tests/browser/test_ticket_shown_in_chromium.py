"""A ticket that is on the glass alone: all of it is seen, in either language, large or not."""

import pytest
from glasses import BOARD, UPRIGHT, WIDE
from test_further_in_chromium import MAP

pytestmark = [pytest.mark.real("chromium"), pytest.mark.asyncio(loop_scope="module")]

# What of the ticket lies under the foot, under a note, or over an edge.
NOT_WHOLE = """() => {
  const foot = document.querySelector(".controls").getBoundingClientRect();
  const notes = [...document.querySelectorAll(".help-note")].map((e) => e.getBoundingClientRect());
  const paper = document.querySelector(".paper").getBoundingClientRect();
  const seen = [...document.querySelectorAll(".shown .why, .shown .take, .paper > *")]
    .flatMap((e) => [e, ...e.querySelectorAll("span")])
    .filter((e) => e.getClientRects().length && !e.matches(".rest"));
  const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  return seen.filter((e) => {
    const box = e.getBoundingClientRect();
    const inPaper = !e.closest(".paper") || box.bottom <= paper.bottom;
    return box.top < 0 || box.left < 0 || box.right > innerWidth || !inPaper
      || [foot, ...notes].some((other) => over(box, other));
  }).map((e) => `${e.className}: ${e.textContent.trim()}`);
}"""


@pytest.mark.parametrize("elder", [False, True], ids=["normal", "elder"])
async def test_a_ticket_on_the_glass_alone_is_whole(stage, elder):
    async with stage(map=MAP) as set_up, set_up.screen("/ticket", UPRIGHT) as glass:
        set_up.hall.delivery = ("screen", "paper_out")
        await glass.tap("[data-action=elder]" if elder else ".begin")
        await glass.tap("[data-value=connect]")
        await glass.page.locator(".shown .code").wait_for()
        wrong = {}
        for language in ("zh-CN", "en"):
            if language == "en":
                await glass.tap("[data-action=language]")
                await glass.page.locator("html[lang=en] .shown .code").wait_for()
            for helped in (False, True):
                if helped:
                    set_up.hall.calls_help()
                    await glass.page.locator(".help-note").wait_for()
                for width, height in (UPRIGHT, BOARD, WIDE):
                    await glass.page.set_viewport_size({"width": width, "height": height})
                    await glass.page.evaluate("new Promise(requestAnimationFrame)")
                    found = await glass.page.evaluate(NOT_WHOLE)
                    if found:
                        wrong[language, helped, width] = found
            set_up.hall.ends_help()
            await glass.page.locator(".help-note").wait_for(state="detached")
        assert wrong == {}
