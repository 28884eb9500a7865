"""How pictures of pages come into docs/screens: each held against WCAG in both languages first."""

import io
import os
from pathlib import Path

from accessible import violations
from glasses import Glass, photograph
from PIL import Image
from running_hall import WORDS, speaks

GALLERY = Path(__file__).parents[2] / "docs" / "screens"
LANGUAGES = ("zh", "en")
COLOURS = 96


async def hang(glass: Glass, name: str) -> None:
    """Look at a page in both languages, by its own button."""
    spoken = await glass.page.evaluate("document.documentElement.lang")
    # The language that is there already comes first: that is one touch less.
    for language in sorted(LANGUAGES, key=lambda each: WORDS[each]["language_tag"] != spoken):
        await speaks(glass, language)
        await keep(glass, f"{name}-{language}")


async def keep(glass: Glass, name: str) -> None:
    """Hold a page against WCAG; where pictures are asked for, keep one at half its size."""
    wrong = await violations(glass.page)
    assert not wrong, f"{name}: {wrong}"
    if os.environ.get("ATRIUM_PICTURES") != "1":
        return
    seen = Image.open(io.BytesIO(await photograph(glass.page))).convert("RGB")
    half = seen.resize((seen.width // 2, seen.height // 2), Image.Resampling.LANCZOS)
    GALLERY.mkdir(parents=True, exist_ok=True)
    few_colours = half.quantize(COLOURS, dither=Image.Dither.NONE)
    few_colours.save(GALLERY / f"{name}.png", optimize=True)
