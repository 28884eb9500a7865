"""Profiles of purchase cards: what they may say, and what is said of those that cannot be used."""

import pytest

from drivers.chip.pcsc.profile import ProfileError, load_profile

WHOLE = """
directories = ["3F00"]
[parameters]
short_file = 1
"""


@pytest.fixture
def refused(tmp_path):
    path = tmp_path / "card.toml"

    def of(text):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ProfileError) as error:
            load_profile(path)
        assert str(error.value).startswith(str(path))
        return str(error.value).removeprefix(f"{path}: ")

    return of


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "application or directories must say where the files are"),
        ('aplication = "A0"', "unknown key 'aplication'; the nearest known is 'application'"),
        ("zzz = 1", "unknown key 'zzz'; known: title, application,"),
        ("title = 7", "title: expected a text, found 7"),
        ("parameters = 1", "parameters: expected a table"),
        ('directories = "3F00"', "directories: expected a list of texts"),
        ("directories = [1]", "directories: expected a list of texts"),
        ('directories = ["3F"]', "'3F' is not a file identifier of four hex digits"),
        ('directories = ["XYZW"]', "non-hexadecimal"),
        (
            'application = "A000000333010101"',
            "application: it is a payment application, which is never read",
        ),
        ('application = "325041592E"', "application: it is a payment application"),
        (WHOLE + 'file = "0001"', "parameters: file or short_file, one of them"),
        (WHOLE.replace("= 1", "= 31"), "parameters: short_file: 31 is not from 1 to 30"),
        (WHOLE + "size_bytes = 0", "parameters: size_bytes: 0 is not from 1 to 255"),
        (WHOLE + 'length_field = "u8"', "parameters: length_field: 'u8' is neither u16 nor bcd"),
        (WHOLE + "meter = { at = 3 }", "parameters: meter: size_bytes is missing"),
        (
            WHOLE + "meter = { at = -1, size_bytes = 6 }",
            "parameters: meter: at is 0 or more and size_bytes 1 or more",
        ),
        ("= 1", "Invalid statement"),
    ],
)
def test_a_profile_that_cannot_be_used_says_where_and_why(refused, text, why):
    assert why in refused(text)


def test_a_profile_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ProfileError, match=r"none\.toml: No such file"):
        load_profile(tmp_path / "none.toml")


def test_a_profile_that_is_not_utf_8_is_refused(tmp_path):
    path = tmp_path / "card.toml"
    path.write_bytes(b"title = '\xff'")
    with pytest.raises(ProfileError, match="utf-8"):
        load_profile(path)
