"""`atrium screens` as somebody types it: clear lines, and exit codes that mean something."""

import pytest
import typer
from reception_tablet import code_on, front
from typer.testing import CliRunner, Result

from kiosk.pairing.cli import register
from kiosk.pairing.office import OfficeClosedError


def typed(*words: str) -> Result:
    app = typer.Typer()
    register(app)
    return CliRunner().invoke(app, ["screens", *words])


def test_without_a_running_server_the_line_names_its_socket(tmp_path):
    result = typed("list", "--state", str(tmp_path))
    assert isinstance(result.exception, OfficeClosedError)
    assert str(tmp_path) in str(result.exception)
    assert result.exception.exit_code == 1


@pytest.mark.parametrize(
    "words",
    [
        ("pair", "7K3M9Q", "--role", "board", "--name", "a name with blanks"),
        ("pair", "7" * 40, "--role", "board", "--name", "hall-2f"),
        ("pair", "7K3M9Q", "--role", "door", "--name", "hall-2f"),
        ("pair", "7K3M9Q", "--role", "board"),
        ("pair", "7K3M9Q", "--name", "hall-2f"),
        ("link", "--role", "board", "--name", "hall-2f", "--good-for-s", "0"),
        ("revoke", "board", ""),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anybody_is_asked(tmp_path, words):
    assert typed(*words, "--state", str(tmp_path)).exit_code == 2


async def test_the_list_is_for_people_or_for_programs(tmp_path):
    async with front(tmp_path) as there, there.paired("tablet-1"), there.tablet() as other:
        assert code_on(await other.open())
        listed = await there.ask(do="list")
    tablet = {"role": "reception", "name": "tablet-1", "paired_at": 0, "by": ""}
    assert listed == {"screens": [{**tablet, "said": "nobody signed in"}]}
