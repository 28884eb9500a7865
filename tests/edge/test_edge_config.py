"""Configuration that cannot be used is named in one line: file, key, and what is near it."""

import dataclasses
from pathlib import Path

import pytest

from edge.config import ConfigError, check_table, load_list, load_section, read_file


@dataclasses.dataclass(frozen=True)
class Lamp:
    """A lamp of the desk."""

    colour: str
    watts: int = 5


@dataclasses.dataclass(frozen=True)
class Desk:
    """A desk with everything that a section may hold."""

    name: str = "desk"
    height_cm: float = 74.0
    drawers: tuple[str, ...] = ()
    lamp: Lamp | None = None
    lamps: tuple[Lamp, ...] = ()
    keys: dict[str, int] = dataclasses.field(default_factory=dict)
    open: bool = False

    def __post_init__(self) -> None:
        if self.height_cm < 40:
            raise ValueError(f"height_cm: {self.height_cm:g} is too low to sit at")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hall.toml"


def refusal_of(path: Path, text: str) -> str:
    """Return what is said of section `kiosk` in a file with `text`, without the file's name."""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_section(path, "kiosk", Desk)
    said = str(refused.value)
    assert "\n" not in said
    assert said.startswith(f"{path}: ")
    return said.removeprefix(f"{path}: ")


def test_a_section_that_is_not_there_is_all_defaults(path: Path):
    path.write_text("[hall]\n", encoding="utf-8")
    assert load_section(path, "kiosk", Desk) == Desk()
    assert load_list(path, "devices", Lamp) == []


def test_a_section_is_read_with_all_that_is_nested_in_it(path: Path):
    path.write_text(
        '[kiosk]\ndrawers = ["top"]\nheight_cm = 80\nlamp = { colour = "白" }\n'
        'keys = { a = 1 }\n[[kiosk.lamps]]\ncolour = "red"\nwatts = 7\n',
        encoding="utf-8",
    )
    read = load_section(path, "kiosk", Desk)
    assert (read.drawers, read.height_cm, read.keys) == (("top",), 80.0, {"a": 1})
    assert (read.lamp, read.lamps) == (Lamp("白"), (Lamp("red", 7),))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[kisok]", "unknown section [kisok]; the nearest known is 'kiosk'"),
        (
            "[kiosk]\nhieght_cm = 3",
            "kiosk: unknown key 'hieght_cm'; the nearest known is 'height_cm'",
        ),
        ("[kiosk]\nzzz = 3", "kiosk: unknown key 'zzz'; known: drawers, height_cm, keys,"),
        ("[kiosk]\nlamp = { color = 1 }", "kiosk.lamp: unknown key 'color'; the nearest known is"),
        (
            "[kiosk]\n[[kiosk.lamps]]\ncolour='a'\n[[kiosk.lamps]]\nwat = 1",
            "kiosk.lamps[2]: unknown",
        ),
        ("[kiosk]\nlamp = 3", "kiosk.lamp: expected a table, found int"),
        ("[kiosk]\nlamp = {}", "kiosk.lamp.colour: Field required"),
        ("kiosk = 3", "kiosk: expected a table, found int"),
        ('[kiosk]\nheight_cm = "high"', "kiosk.height_cm: "),
        ("[kiosk]\nname = 3", "kiosk.name: "),
        ("[kiosk]\ndrawers = [1]", "kiosk.drawers[1]: "),
        ("[kiosk]\nkeys = { a = 'x' }", "kiosk.keys.a: "),
        ("[kiosk]\nheight_cm = 3", "kiosk: height_cm: 3 is too low to sit at"),
        ("[kiosk\n", "Expected ']'"),
        ("[kiosk]\nname = 'a'\nname = 'b'", "Cannot overwrite a value"),
    ],
)
def test_what_is_wrong_is_named_by_key_and_nearest_known(path: Path, text: str, said: str):
    assert refusal_of(path, text).startswith(said)


def test_a_file_that_is_not_there_or_is_none_is_named(path: Path):
    with pytest.raises(ConfigError, match=r"hall\.toml: No such file"):
        read_file(path)
    with pytest.raises(ConfigError, match="Is a directory"):
        read_file(path.parent)
    path.write_bytes(b"[hall]\nname = '\xff'\n")
    with pytest.raises(ConfigError, match=r"hall\.toml: not UTF-8 at byte 15"):
        read_file(path)


def test_a_list_written_as_a_table_is_named(path: Path):
    path.write_text("[devices]\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"devices: expected a list, written \[\[devices\]\]"):
        load_list(path, "devices", Lamp)


def test_an_entry_of_a_list_is_named_by_its_place(path: Path):
    path.write_text("[[devices]]\ncolour = 'a'\n[[devices]]\ncolor = 'b'\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"hall\.toml: devices\[2\]: unknown key 'color'"):
        load_list(path, "devices", Lamp)


def test_a_value_never_stands_in_the_message(path: Path):
    assert "s3cret" not in refusal_of(path, "[kiosk]\nheight_cm = 's3cret'")


def test_a_table_from_elsewhere_is_checked_the_same():
    with pytest.raises(ConfigError, match=r"^device x: options: height_cm: 1 is too low"):
        check_table({"height_cm": 1}, Desk, "device x: options")
