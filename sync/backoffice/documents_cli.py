"""The commands of headquarters about documents for halls: put, remove, list, publish."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated

import typer

from sync import tables
from sync.backoffice.cli import (
    DEFAULT_STATE,
    Config,
    Hall,
    Json,
    State,
    database_in,
    now_ms,
    one_line,
    signer_in,
)
from sync.backoffice.documents import Documents, NotADocumentError

_HASH_CHARS = 12  # enough to tell two apart

Name = Annotated[str, typer.Argument(help="Its name, such as guides/new-connection.json.")]
File = Annotated[Path, typer.Argument(help="What it says.", exists=True, dir_okay=False)]


def register(backoffice: typer.Typer) -> None:
    """Add the commands to `atrium backoffice`."""
    documents = typer.Typer(help="What headquarters keeps at halls.", no_args_is_help=True)
    for name, command in (("put", put), ("remove", remove), ("list", show), ("publish", publish)):
        documents.command(name)(command)
    backoffice.add_typer(documents, name="documents")


def put(
    hall: Hall, name: Name, file: File, config: Config = None, state: State = DEFAULT_STATE
) -> None:
    """Have a document be at a hall once it is published; `private/...` for its eyes alone."""
    with _documents(config, state) as documents:
        documents.put(hall, name, file.read_bytes(), now_ms())


def remove(hall: Hall, name: Name, config: Config = None, state: State = DEFAULT_STATE) -> None:
    """Have a document be at a hall no more, once that is published."""
    with _documents(config, state) as documents:
        documents.remove(hall, name)


def show(
    hall: Hall, config: Config = None, state: State = DEFAULT_STATE, as_json: Json = False
) -> None:
    """List what is to be at a hall."""
    with _documents(config, state) as documents:
        found = documents.documents(hall)
    lines = [
        {"name": each.name, "size": each.blob.size, "hash": each.blob.hash, "put_at": each.put_at}
        for each in found
    ]
    if as_json:
        tables.print_json(lines)
    else:
        tables.print_lines(
            [{**line, "hash": str(line["hash"])[:12]} for line in lines], ("put_at",)
        )


def publish(hall: Hall, config: Config = None, state: State = DEFAULT_STATE) -> None:
    """Sign the documents of a hall as they are to be, and have it fetch what it lacks."""
    with _documents(config, state) as documents:
        typer.echo(f"{hall}: revision {documents.publish(hall, now_ms())}")


@contextmanager
def _documents(config: Path | None, state: Path) -> Iterator[Documents]:
    with one_line(NotADocumentError):
        database = database_in(config, state)
        with closing(Documents(database, signer_in(state))) as documents:
            yield documents
