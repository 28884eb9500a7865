"""`python -m edge.staff.supervisor`: the command by itself."""

import typer

from edge.staff.supervisor.cli import supervisor

typer.run(supervisor)
