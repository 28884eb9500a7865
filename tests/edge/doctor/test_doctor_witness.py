"""The witness writes down what it hears, and nothing else makes it answer with yes."""

import json
import socket
from pathlib import Path

import pytest
from doctorruns import served_witness
from hypothesis import given
from hypothesis import strategies as st

from edge.doctor.book import Book, NotUnderstoodError
from edge.doctor.errors import DoctorError, WitnessError
from edge.doctor.testimony import Heard, WitnessLine
from edge.doctor.witness import Witness

LOCAL = "127.0.0.1"
RUN, NEXT_RUN = "00" * 8, "11" * 8


def heard(*lines: str) -> Book:
    book = Book()
    for line in lines:
        book.hear(line)
    return book


def test_the_highest_number_of_a_run_is_kept() -> None:
    book = heard(f"begin pi {RUN}", f"wrote pi {RUN} 8", f"wrote pi {RUN} 7")
    assert book.hear("ask pi") == f"run {RUN} 8"


def test_a_new_run_begins_at_nothing_and_keeps_the_count_of_cuts() -> None:
    book = heard(f"begin pi {RUN}", f"wrote pi {RUN} 8", f"judged pi {RUN} passed 3")
    book.hear(f"begin pi {NEXT_RUN}")
    assert book.hear("ask pi") == f"run {NEXT_RUN} 0"
    assert book.boxes["pi"].passed == 3


@pytest.mark.parametrize("ending", [f"stopped pi {RUN}", f"judged pi {RUN} unfit 3"])
def test_a_run_that_is_over_is_not_judged_again(ending: str) -> None:
    assert heard(f"begin pi {RUN}", ending).hear("ask pi") == "none"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "hello",
        "GET / HTTP/1.1",
        "begin pi",
        "begin pi xyz",
        f"begin ../../etc {RUN}",
        f"wrote pi {NEXT_RUN} 9",
        f"wrote pi {RUN} -1",
        f"wrote pi {RUN} ٣",
        f"wrote other {RUN} 1",
        f"judged pi {RUN} splendid 1",
    ],
)
def test_what_is_not_understood_changes_nothing(line: str) -> None:
    book = heard(f"begin pi {RUN}", f"wrote pi {RUN} 8")
    before = book.kept()
    with pytest.raises(NotUnderstoodError):
        book.hear(line)
    assert book.kept() == before


@given(st.text(max_size=60))
def test_any_line_is_answered_or_refused(line: str) -> None:
    try:
        assert Book().hear(line)
    except NotUnderstoodError as error:
        assert str(error)


def test_a_book_reads_what_it_kept() -> None:
    book = heard(f"begin pi {RUN}", f"wrote pi {RUN} 8")
    assert Book.read(json.loads(json.dumps(book.kept()))) == book


@pytest.mark.parametrize("content", ["[]", "nonsense", '{"pi": {"color": 1}}', '{"pi": 3}'])
def test_a_file_that_is_no_book_is_refused_by_name(tmp_path: Path, content: str) -> None:
    path = tmp_path / "book.json"
    path.write_text(content)
    with pytest.raises(DoctorError, match=r"book\.json: not a witness's book"):
        Witness(path)


def test_what_was_said_over_the_line_is_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "book.json"
    with served_witness(path) as port, WitnessLine(LOCAL, port, "pi") as line:
        line.begin(RUN)
        line.wrote(RUN, 1)
        line.wrote(RUN, 2)
        assert line.ask() == Heard(RUN, 2)
    assert Witness(path).book.boxes["pi"].number == 2


def test_a_stranger_on_the_line_costs_the_witness_nothing(tmp_path: Path) -> None:
    with served_witness(tmp_path / "book.json") as port:
        with socket.create_connection((LOCAL, port)) as stranger:
            stranger.sendall(b"\xff\x00" * 5000)
            stranger.shutdown(socket.SHUT_WR)
            assert stranger.recv(100) == b""
        with WitnessLine(LOCAL, port, "pi") as line:
            assert line.ask() is None


def test_a_witness_that_does_not_know_the_run_is_told_on(tmp_path: Path) -> None:
    with (
        served_witness(tmp_path / "book.json") as port,
        WitnessLine(LOCAL, port, "pi") as line,
        pytest.raises(WitnessError, match="no run"),
    ):
        line.wrote(RUN, 1)


def test_a_witness_that_is_not_there_is_named() -> None:
    with socket.socket() as unused:
        unused.bind((LOCAL, 0))
        port = unused.getsockname()[1]
        with pytest.raises(WitnessError, match=f"witness 127.0.0.1:{port}: Connection refused"):
            WitnessLine(LOCAL, port, "pi")
