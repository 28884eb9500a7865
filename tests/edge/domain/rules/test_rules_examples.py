"""The examples that are shipped, and those of the documents, are rules for the demo hall."""

import re
from pathlib import Path

import pytest

from edge.domain.rules import NoShow, Rules, read_rules
from edge.domain.rules.reasons import Reason
from edge.settings import load_settings

ROOT = Path(__file__).parents[4]
PLAN = load_settings(ROOT / "config" / "demo.toml").hall.plan
EXAMPLES = sorted((ROOT / "config" / "rules").glob("*.rules"))
DOCUMENT = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_each_example_is_right_for_the_demo_hall(path: Path):
    text = path.read_text(encoding="utf-8")
    assert read_rules(text, str(path), PLAN).text == text


def test_what_a_hall_does_without_rules_can_be_written_out():
    text = (ROOT / "config" / "rules" / "written-out.rules").read_text(encoding="utf-8")
    rules = read_rules(text, "", PLAN)
    assert rules == Rules(text=text)
    assert rules.no_show == NoShow()


def test_the_rules_of_the_document_are_right_for_the_demo_hall():
    (block,) = re.findall(r"```rules\n(.*?)```", DOCUMENT, re.DOTALL)
    assert len(read_rules(block, "docs/rules.md", PLAN).steps) == 4


def test_every_sentence_of_the_document_is_understood():
    rows = re.findall(r"^\| `(\w[^|]*)` \|[^|]*\|[^|]*\|$", DOCUMENT, re.MULTILINE)
    sentences = [each for row in rows for each in row.split("`, `") if "…" not in each]
    assert len(sentences) > 8
    for sentence in sentences:
        read_rules(sentence, sentence, PLAN)


def test_every_reason_is_in_the_document():
    for reason in Reason:
        assert f"`{reason}`" in DOCUMENT
