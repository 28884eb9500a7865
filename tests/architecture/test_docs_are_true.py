"""What the documents name exists, and what exists is named in the documents."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from drivers.registry import known_drivers
from edge.cli import build
from edge.domain.facts import fact_kinds
from edge.domain.leg import TRANSITIONS

ROOT = Path(__file__).parent.parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
_PATH = re.compile(r"`((?:edge|drivers|kiosk|sync|config|tests|docs|bench)/[\w./-]*\w/?)`")
_FACT_ROW = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
_MOVE = re.compile(r"^ +(\w+) --> (\w+): (\w+)$", re.MULTILINE)
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def ids(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=ids)
def test_every_file_that_a_document_names_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    named = [ROOT / name for name in _PATH.findall(text)]
    named += [document.parent / name for name in _LINK.findall(text)]
    assert [str(path) for path in named if not path.exists()] == []


def test_every_command_is_in_the_readme_or_the_documents() -> None:
    text = "\n".join(document.read_text(encoding="utf-8") for document in DOCUMENTS)
    root = get_command(build())
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        assert f"atrium {name}" in text or f"make {name}" in text, f"atrium {name}"
        for inner in getattr(command, "commands", {}):
            assert re.search(rf"atrium {name} [\w|-]*{inner}", text), f"atrium {name} {inner}"


def test_every_device_has_its_page() -> None:
    pages = {path.stem for path in (ROOT / "docs" / "devices").glob("*.md")}
    for kind, protocol in known_drivers():
        assert protocol in pages or kind.value in pages, f"{kind} {protocol}"


def test_every_fact_and_every_move_of_a_leg_is_in_the_reference() -> None:
    text = (ROOT / "docs" / "facts.md").read_text(encoding="utf-8")
    assert sorted(_FACT_ROW.findall(text)) == sorted(fact_kinds())
    moves = [(before, fact, after) for before, after, fact in _MOVE.findall(text)]
    assert moves == [
        (before.value, fact, after.value) for (before, fact), after in TRANSITIONS.items()
    ]
