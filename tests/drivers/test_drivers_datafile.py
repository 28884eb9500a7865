"""Data files of drivers: what is wrong with one is said in one line, with file, key and reason."""

from enum import StrEnum

import pytest

from drivers.datafile import DataFileError, nearest, read_table


class Word(StrEnum):
    ONE = "one"
    TWO = "two"


def written(tmp_path, text):
    file = tmp_path / "some.toml"
    file.write_text(text, "utf-8")
    return read_table(file)


def test_every_kind_of_value_is_taken_by_name(tmp_path):
    table = written(
        tmp_path,
        't = "a"\ns = true\nn = 3\nw = "two"\nl = ["a", "b"]\np = [1, 2]\n[inner]\nn = 4\n'
        "[[many]]\nn = 5\n[[many]]\nn = 6\n",
    )
    assert (table.text("t"), table.switch("s"), table.number("n", 0, 0, 9)) == ("a", True, 3)
    assert table.word("w", Word.ONE) is Word.TWO
    assert (table.texts("l"), table.numbers("p", (0, 0))) == (["a", "b"], (1, 2))
    assert table.table("inner").number("n", 0, 0, 9) == 4
    assert [inner.number("n", 0, 0, 9) for inner in table.tables("many")] == [5, 6]
    table.done()
    assert "t" in table


def test_what_is_not_there_is_its_default(tmp_path):
    table = written(tmp_path, "")
    assert (table.text("t", "a"), table.switch("s"), table.number("n", 7, 0, 9)) == ("a", False, 7)
    assert table.word("w", Word.ONE) is Word.ONE
    assert (table.texts("l"), table.numbers("p", (1, 2)), table.tables("many")) == ([], (1, 2), [])


@pytest.mark.parametrize(
    ("text", "take", "said"),
    [
        ("k = 1", lambda table: table.text("k"), "k: wants text in quotes, not 1"),
        ("k = 1", lambda table: table.switch("k"), "k: wants true or false"),
        ("k = true", lambda table: table.number("k", 0, 0, 9), "k: True is not 0 to 9"),
        ("k = 10", lambda table: table.number("k", 0, 0, 9), "k: 10 is not 0 to 9"),
        ('k = "twoo"', lambda table: table.word("k", Word.ONE), "the nearest known is 'two'"),
        ("k = [1]", lambda table: table.texts("k"), "k: wants a list of texts in quotes"),
        ("k = [true, 1]", lambda table: table.numbers("k", (0, 0)), "k: wants 2 whole numbers"),
        ("k = [1]", lambda table: table.tables("k"), "k: wants a list of tables, written [[k]]"),
        ("[k]\nm = 1", lambda table: table.table("k").text("m"), "k.m: wants text"),
        ("[[k]]\nm = 1", lambda table: table.tables("k")[0].text("m"), "k[1].m: wants text"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path, text, take, said):
    with pytest.raises(DataFileError) as caught:
        take(written(tmp_path, text))
    assert said in str(caught.value)
    assert str(tmp_path / "some.toml") in str(caught.value)


def test_a_key_that_nobody_takes_is_unknown(tmp_path):
    table = written(tmp_path, "titel = 1")
    table.text("title")
    with pytest.raises(DataFileError, match="titel: unknown key; the nearest known is 'title'"):
        table.done()


def test_a_word_that_is_near_to_none_is_told_all_there_are():
    assert nearest("zzz", ["b", "a"]) == "; known: a, b"


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"k = ", "Invalid value"), (b"\xff", "utf-8"), (b"#" * 70_000, "70000 bytes are too many")],
)
def test_a_file_that_is_none_is_named(tmp_path, content, said):
    file = tmp_path / "some.toml"
    file.write_bytes(content)
    with pytest.raises(DataFileError, match=rf"some\.toml: .*{said}"):
        read_table(file)


def test_a_file_that_is_not_there_names_its_neighbours(tmp_path):
    (tmp_path / "other.toml").touch()
    with pytest.raises(DataFileError, match="No such file or directory; there are: other"):
        read_table(tmp_path / "some.toml")
