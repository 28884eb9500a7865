"""A new driver package: a small device of one's own that works, with its tests, to be changed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

from drivers.contract import Kind
from drivers.registry import known_drivers
from edge.errors import UnusableError

TEMPLATES: Traversable = files("edge.provisioning") / "templates"
KINDS = tuple(kind for kind in Kind if (TEMPLATES / "kinds" / kind.value).is_dir())

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_NAME_LENGTH_MAX = 16
_SUFFIX = ".in"


class ScaffoldError(UnusableError):
    """What was asked for cannot be written; the message is one line and says why."""


@dataclass(frozen=True, slots=True)
class Names:
    """What a device is called in a configuration, and what follows from it."""

    name: str

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or len(self.name) > _NAME_LENGTH_MAX:
            raise ScaffoldError(
                f"{self.name!r} is no name: small letters, digits and single hyphens, beginning"
                f" with a letter, {_NAME_LENGTH_MAX} at most, such as my-sign"
            )

    @property
    def module(self) -> str:
        """The name as Python can write it."""
        return self.name.replace("-", "_")

    @property
    def title(self) -> str:
        """The name as people read it."""
        return self.name.replace("-", " ").capitalize()

    @property
    def distribution(self) -> str:
        """What is installed."""
        return f"atrium-{self.name}"

    def placeholders(self, kind: Kind) -> Mapping[str, str]:
        """Return what stands for what in the templates."""
        return {
            "name": self.name,
            "module": self.module,
            "package": f"atrium_{self.module}",
            "distribution": self.distribution,
            "model": "".join(word.capitalize() for word in self.name.split("-")),
            "title": self.title,
            "kind": kind.value,
        }


def kind_of(word: str) -> Kind:
    """Return a kind that can be scaffolded. Raises `ScaffoldError`."""
    if word in KINDS:
        return Kind(word)
    raise ScaffoldError(f"no kind {word!r} to begin with; there are: {', '.join(KINDS)}")


def package_files(names: Names, kind: Kind) -> dict[Path, str]:
    """Return the files of a whole package, by path within it. Raises `ScaffoldError`."""
    if (kind, names.name) in known_drivers():
        raise ScaffoldError(f"there is a {kind.value} driver {names.name!r} already")
    values = names.placeholders(kind)
    return {
        Path(Template(place).substitute(values)): Template(source.read_text("utf-8")).substitute(
            values
        )
        for place, source in _sources(kind)
    }


def _sources(kind: Kind) -> list[tuple[str, Traversable]]:
    """Return each file's place, with placeholders, and the template it is made from."""
    common, special = TEMPLATES / "package", TEMPLATES / "kinds" / kind.value
    return [
        *((_bare(each), each) for each in _templates(common)),
        *((f"src/$package/{_bare(each)}", each) for each in _templates(common / "src")),
        *((_test_place(each), each) for each in _templates(common / "tests")),
        *(
            (_test_place(each), each)
            if each.name.startswith("test_")
            else (f"src/$package/{_bare(each)}", each)
            for each in _templates(special)
        ),
    ]


def _templates(folder: Traversable) -> list[Traversable]:
    found = (each for each in folder.iterdir() if each.name.endswith(_SUFFIX))
    return sorted(found, key=lambda each: each.name)


def _bare(template: Traversable) -> str:
    return template.name.removesuffix(_SUFFIX)


def _test_place(template: Traversable) -> str:
    return f"tests/{_bare(template).replace('test_', 'test_${module}_', 1)}"


def write_new(folder: Path, contents: Mapping[Path, str]) -> None:
    """Write files into `folder`. Raises `ScaffoldError`; if one exists, nothing is written."""
    for place in contents:
        if (folder / place).exists():
            raise ScaffoldError(f"{folder / place} exists already; nothing was written")
    try:
        for place, content in contents.items():
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            with (folder / place).open("x", encoding="utf-8") as file:
                file.write(content)
    except OSError as error:
        raise ScaffoldError(f"{error.filename}: {error.strerror}") from None
