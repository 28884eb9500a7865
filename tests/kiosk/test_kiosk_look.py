"""One look: colours and sizes of type are named in one file, and nowhere else."""

import re
from pathlib import Path

import pytest

from edge.look import TOKENS

TREE = Path(__file__).parents[2]
STATIC = TREE / "kiosk" / "static"
STYLES = [*sorted(STATIC.glob("*.css")), TREE / "edge" / "mobile" / "static" / "mobile.css"]

# Sizes beside the scale: numbers that fill a glass, what is drawn by the millimetre, a face as
# large as its glass has room for, and the tablet of the receptionist, which is a tool at a desk.
OWN_SIZES = frozenset(
    {
        "counter.css",
        "evaluator.css",
        "form-keys.css",
        "mobile.css",
        "pairing.css",
        "reception-parts.css",
        "reception.css",
        "ticket-choosing.css",
        "ticket-further.css",
        "ticket-keypad.css",
        "ticket-sizes.css",
        "ticket-wide.css",
        "ticket.css",
    }
)

_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|rgba|hsl|hsla)\(")
_SIZE = re.compile(r"font-size: ([^;]+);")
_OF_THE_SCALE = re.compile(r"var\(--(?:type|drawn)-[a-z-]+\)|max\(var\(--type-caption\), 0\.6em\)")


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_no_style_names_a_colour_beside_those_of_the_house(style):
    assert _COLOUR.findall(style.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "style", [each for each in STYLES if each.name not in OWN_SIZES], ids=lambda style: style.name
)
def test_type_has_the_sizes_of_the_scale(style):
    sizes = _SIZE.findall(style.read_text(encoding="utf-8"))
    assert [size for size in sizes if not _OF_THE_SCALE.fullmatch(size)] == []


def test_every_size_and_distance_that_is_used_is_named():
    named = set(
        re.findall(r"^\s*(--[a-z0-9-]+):", TOKENS.read_text(encoding="utf-8"), re.MULTILINE)
    )
    for style in STYLES:
        text = style.read_text(encoding="utf-8")
        used = set(re.findall(r"var\((--(?:type|space|drawn|grade)-[a-z0-9-]+)", text))
        own = set(re.findall(r"^\s*(--[a-z0-9-]+):", text, re.MULTILINE))
        assert used <= named | own, style.name


def test_a_page_of_the_query_screen_has_its_style_in_one_small_file():
    for style in STATIC.glob("query*.css"):
        assert len(style.read_text(encoding="utf-8").splitlines()) <= 300, style.name
