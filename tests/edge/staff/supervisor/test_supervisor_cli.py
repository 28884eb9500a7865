"""`atrium supervisor`: what cannot work is one line, before anything starts."""

import pytest
import typer
from typer.testing import CliRunner

from edge.staff.supervisor.cli import register


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--state", "a", "--address", "http://hall:80"], 2, "one of"),
        (["--address", "ftp://hall:80"], 2, "http://HOST:PORT"),
        (["--address", "http://hall:many"], 2, "http://HOST:PORT"),
        ([], 1, "needs a terminal"),
    ],
)
def test_what_cannot_work_is_said_before_anything_starts(
    arguments: list[str], code: int, says: str
) -> None:
    app, run = typer.Typer(), typer.Typer()
    app.add_typer(run, name="run")
    register(app, run)
    result = CliRunner().invoke(app, ["supervisor", *arguments])
    assert result.exit_code == code
    assert says in result.output
