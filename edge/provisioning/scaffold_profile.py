"""A new profile: a commented data file for a make of screens, printers or cards, and its tests."""

import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from drivers.chip.pcsc.card import purchase_card
from drivers.chip.pcsc.profile import ProfileError
from drivers.chip.pcsc.profile import load_profile as load_card
from drivers.led.strip.frames import Frame, encode
from drivers.led.strip.profile import load_profile as load_strip
from drivers.printer.escpos.profile import load_profile as load_printer
from drivers.printer.escpos.status import State, real_time_byte
from drivers.shipped import data_file, shipped_folder
from edge.provisioning.scaffold import TEMPLATES, Names, ScaffoldError, write_new

_PROFILES = TEMPLATES / "profiles"
_LINE_LENGTH = 95  # of hex: 32 bytes


@dataclass(frozen=True, slots=True)
class ProfileKind:
    """What profiles of one kind begin with, and what their test is told.

    `begin_with` is a shipped profile; empty for a template of this kind's own.
    """

    folder: str
    begin_with: str
    vectors: Callable[[Path], Mapping[str, str]]


def _strip_vectors(file: Path) -> Mapping[str, str]:
    layout = load_strip(str(file))
    sequence = layout.sequence.first if layout.sequence else None
    sent = encode(Frame(address=1, text="A012", sequence=sequence), layout)
    return {"sequence": str(sequence), "sent": sent.hex(" ")}


def _printer_vectors(file: Path) -> Mapping[str, str]:
    profile = load_printer(str(file))
    well = bytes(real_time_byte(State(0), bits) for bits in profile.real_time.values())
    return {"asked": profile.questions.hex(" "), "answered": well.hex(" ")}


def _card_vectors(file: Path) -> Mapping[str, str]:
    profile = load_card(file)
    card = purchase_card(profile)
    [parameters, *_wallet] = [*card.files.values(), *card.short_files.values()]
    return {"parameters": textwrap.fill(parameters.hex(" "), _LINE_LENGTH)}


PROFILE_KINDS: Mapping[str, ProfileKind] = {
    "strip": ProfileKind("profiles/strips", "", _strip_vectors),
    "printer": ProfileKind("profiles/printers", "epson", _printer_vectors),
    "purchase-card": ProfileKind("profiles/purchase_card", "south-grid-user-card", _card_vectors),
}


def profile_kind(word: str) -> ProfileKind:
    """Return a kind of profiles. Raises `ScaffoldError`."""
    if word in PROFILE_KINDS:
        return PROFILE_KINDS[word]
    raise ScaffoldError(f"no profiles of {word!r}; there are: {', '.join(PROFILE_KINDS)}")


def write_profile(names: Names, word: str, file: Path, begin_with: str = "") -> Path:
    """Write a profile to `file` and its tests beside it, and return where these are.

    `begin_with` names a shipped profile, or the path of one, to be copied. Raises `ScaffoldError`.
    """
    kind = profile_kind(word)
    tests = file.parent / f"test_{names.module}_profile.py"
    content = _copied(names, kind, begin_with) if begin_with else _commented(names, word, kind)
    if tests.exists():
        raise ScaffoldError(f"{tests} exists already; nothing was written")
    write_new(file.parent, {Path(file.name): content})
    try:
        values = {"file": file.name, **kind.vectors(file)}
    except (ProfileError, ValueError) as error:
        file.unlink()
        raise ScaffoldError(f"{begin_with} cannot be begun with: {error}") from None
    template = (_PROFILES / f"test_{word}.py.in").read_text("utf-8")
    write_new(file.parent, {Path(tests.name): Template(template).substitute(values)})
    return tests


def _commented(names: Names, word: str, kind: ProfileKind) -> str:
    if kind.begin_with:
        return _copied(names, kind, kind.begin_with)
    template = (_PROFILES / f"{word}.toml.in").read_text("utf-8")
    return Template(template).substitute(name=names.name, title=names.title)


def _copied(names: Names, kind: ProfileKind, begin_with: str) -> str:
    source = data_file(begin_with, kind.folder)
    try:
        content = source.read_text("utf-8")
    except OSError as error:
        known = ", ".join(sorted(path.stem for path in shipped_folder(kind.folder).glob("*.toml")))
        raise ScaffoldError(f"{source}: {error.strerror}; there are: {known}") from None
    except UnicodeDecodeError as error:
        raise ScaffoldError(f"{source}: {error}") from None
    titled = re.sub(r'^title = ".*"$', f'title = "{names.title}"', content, flags=re.M)
    evidence = f'evidence = "not verified: begun as a copy of {source.stem}"'
    titled = re.sub(r'^evidence = ".*"$', evidence, titled, flags=re.M)
    return f"# Begun as a copy of {source.stem}, whose words these are:\n#\n{titled}"
