"""`atrium devices new`: begin a driver or a profile, with its tests."""

from pathlib import Path
from typing import Annotated

import typer

from edge.provisioning.scaffold import (
    KINDS,
    Names,
    ScaffoldError,
    kind_of,
    package_files,
    write_new,
)
from edge.provisioning.scaffold_profile import PROFILE_KINDS, write_profile

Name = Annotated[str, typer.Argument(help="What a configuration will call it, such as my-sign.")]
File = Annotated[Path | None, typer.Argument(help="The profile to write; else NAME.toml.")]
OfKind = Annotated[str, typer.Option("--kind", help=f"A driver for a {', '.join(KINDS)}.")]
Package = Annotated[Path | None, typer.Option(help="The package's folder; else atrium-NAME.")]
Profile = Annotated[str, typer.Option(help=f"A profile for a {', '.join(PROFILE_KINDS)}.")]
From = Annotated[str, typer.Option("--from", help="The profile to begin with, by name or path.")]


def new(
    name: Name,
    file: File = None,
    kind: OfKind = "",
    package: Package = None,
    profile: Profile = "",
    begin_with: From = "",
) -> None:
    """Write a driver package (--kind) or a profile (--profile) that works as it is, with its tests.

    Put your device in its place and keep the tests green. Nothing is ever overwritten.
    """
    _refuse_mixtures(kind, profile, package, file, begin_with)
    if kind:
        _new_package(Names(name), kind, package)
    else:
        _new_profile(Names(name), profile, file or Path(f"{name}.toml"), begin_with)


def _refuse_mixtures(
    kind: str, profile: str, package: Path | None, file: Path | None, begin_with: str
) -> None:
    if bool(kind) == bool(profile):
        raise ScaffoldError("say either --kind, for a driver, or --profile")
    if kind and (file or begin_with):
        raise ScaffoldError("FILE and --from are for profiles; a driver has --package")
    if profile and package:
        raise ScaffoldError("--package is for drivers; a profile is a FILE")


def _new_package(names: Names, word: str, folder: Path | None) -> None:
    kind = kind_of(word)
    place = folder or Path(names.distribution)
    contents = package_files(names, kind)
    write_new(place, contents)
    typer.echo(f"{place}: {len(contents)} files, a {kind.value} driver that works as it is. Next:")
    typer.echo(f"  cd {place} && pip install -e '.[test]' && pytest")
    typer.echo("  then put your device in its place, file by file: README.md says which and how")


def _new_profile(names: Names, word: str, file: Path, begin_with: str) -> None:
    tests = write_profile(names, word, file, begin_with)
    typer.echo(f"{file}: a {word} profile, and {tests}: its tests. Next:")
    typer.echo(f"  pytest {tests}")
    typer.echo("  then write what your manual says into both, until they agree")
