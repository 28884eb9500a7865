"""`atrium tablets` as somebody types it: clear lines, and exit codes that mean something."""

import pytest
import typer
from reception_tablet import code_on, front
from typer.testing import CliRunner, Result

from kiosk.reception.cli import register
from kiosk.reception.office import OfficeClosedError


def typed(*words: str) -> Result:
    app = typer.Typer()
    register(app)
    return CliRunner().invoke(app, ["tablets", *words])


def test_without_a_running_server_the_line_names_its_socket(tmp_path):
    result = typed("list", "--state", str(tmp_path))
    assert isinstance(result.exception, OfficeClosedError)
    assert str(tmp_path) in str(result.exception)
    assert result.exception.exit_code == 1


@pytest.mark.parametrize(
    "words",
    [
        ("pair", "7K3M9Q", "--name", "a name with blanks"),
        ("pair", "7" * 40, "--name", "tablet-1"),
        ("pair", "7K3M9Q"),
        ("revoke", ""),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anybody_is_asked(tmp_path, words):
    assert typed(*words, "--state", str(tmp_path)).exit_code == 2


async def test_the_list_is_for_people_or_for_programs(tmp_path):
    async with front(tmp_path) as there, there.paired("tablet-1"), there.tablet() as other:
        assert code_on(await other.open())
        listed = await there.ask(do="list")
    assert listed == {"tablets": [{"name": "tablet-1", "paired_at": 0, "staff": ""}]}
