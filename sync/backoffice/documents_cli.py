"""The commands of headquarters about documents for halls: put, fill, remove, list, publish."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated

import typer

from edge.content.reading import BadDocumentError
from edge.domain.library import is_private
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
from sync.backoffice.filling import documents_of

_LOOK_S = 0.25
_HASH_CHARS = 12  # enough to tell two apart

Name = Annotated[str, typer.Argument(help="Its name, such as guides/new-connection.json.")]
Folder = Annotated[Path, typer.Argument(help="What is in it.", exists=True, file_okay=False)]
Patience = Annotated[
    float, typer.Option(min=0, help="Seconds to wait for a hall that has not shown its key yet.")
]
File = Annotated[Path, typer.Argument(help="What it says.", exists=True, dir_okay=False)]


def register(backoffice: typer.Typer) -> None:
    """Add the commands to `atrium backoffice`."""
    documents = typer.Typer(help="What headquarters keeps at halls.", no_args_is_help=True)
    for name, command in (
        ("put", put),
        ("fill", fill),
        ("remove", remove),
        ("list", show),
        ("publish", publish),
    ):
        documents.command(name)(command)
    backoffice.add_typer(documents, name="documents")


def put(
    hall: Hall, name: Name, file: File, config: Config = None, state: State = DEFAULT_STATE
) -> None:
    """Have a document be at a hall once it is published; `private/...` for its eyes alone."""
    with _documents(config, state) as documents:
        documents.put(hall, name, file.read_bytes(), now_ms())


def fill(
    hall: Hall,
    folder: Folder,
    config: Config = None,
    state: State = DEFAULT_STATE,
    patience: Patience = 0.0,
) -> None:
    """Have all files below a folder be at a hall, customers.jsonl split up, and publish them."""
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    with one_line(BadDocumentError):
        found = documents_of(files, now_ms())
    with _documents(config, state) as documents:
        if any(is_private(name) for name in found):
            _wait_for_key(documents, hall, patience)
        for name, data in found.items():
            documents.put(hall, name, data, now_ms())
        typer.echo(f"{hall}: revision {documents.publish(hall, now_ms())}")


def _wait_for_key(documents: Documents, hall: str, patience_s: float) -> None:
    deadline = time.monotonic() + patience_s
    while not documents.has_key(hall) and time.monotonic() < deadline:
        time.sleep(_LOOK_S)


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
