"""A page worked by the keys of a keypad: arrows or Tab, and Enter."""

from glasses import Glass

STEPS_MAX = 60
ON = "selector => document.activeElement.matches(selector)"


async def go_to(glass: Glass, selector: str, key: str = "ArrowDown") -> None:
    """Step on until the focus is there, as somebody who cannot see a pointer would."""
    await glass.page.locator(selector).first.wait_for()
    for _ in range(STEPS_MAX):
        if await glass.page.evaluate(ON, selector):
            return
        await glass.page.keyboard.press(key)
    raise AssertionError(f"no way to {selector} by {key}")


async def enter(glass: Glass, selector: str, key: str = "ArrowDown") -> None:
    await go_to(glass, selector, key)
    await glass.page.keyboard.press("Enter")
