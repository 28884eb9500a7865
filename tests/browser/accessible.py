"""What axe-core finds wrong with a page for whoever sees, hears or reaches less."""

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

# WCAG 2.2, levels A and AA.
_COME_TO_REST = """
for (const each of document.getAnimations()) {
  if (Number.isFinite(each.effect.getComputedTiming().endTime)) each.finish();
  else each.cancel();
}
"""
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


async def violations(page: Page) -> list[str]:
    """Return what is wrong, each with the rule it breaks and where."""
    # What is on its way in is half transparent, and has no contrast yet.
    await page.evaluate(_COME_TO_REST)
    found = await Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARDS}})
    return [
        f"{each['id']}: {node['target']}: {node['failureSummary']}"
        for each in found.response["violations"]
        for node in each["nodes"]
    ]
