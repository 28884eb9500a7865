"""The link's mind for documents: one piece at a time, paced, asked again, never in a tight loop."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.envelope import PIECE_BYTES_MAX, GarbageError, LibraryMessage
from sync.link.fetching import Ask, Fetching, Hand, Idle, Tell, Wanted
from sync.pacing import Timing
from sync.piece import Piece, pack_piece, read_piece

A, B = "a" * 64, "b" * 64
LIBRARY = LibraryMessage(hall="H-01", revision=1, catalogue=A, size=10, signature="")
BIG = Wanted(A, PIECE_BYTES_MAX + 100, 0)


def fetching(bytes_per_s: float = 1e9) -> Fetching:
    return Fetching(Timing(), lambda: 0.5, bytes_per_s)


def wanting(*wants: Wanted, bytes_per_s: float = 1e9) -> Fetching:
    mind = fetching(bytes_per_s)
    mind.hear_library(LIBRARY)
    assert mind.next_move(0) == Tell(LIBRARY)
    mind.handed(wants)
    return mind


def ask(mind: Fetching, now_s: float) -> Ask:
    question = mind.next_move(now_s)
    assert isinstance(question, Ask)
    mind.asked(question, now_s)
    return question


def test_a_link_that_was_told_nothing_does_nothing():
    assert fetching().next_move(5) == Idle(None)


def test_a_blob_is_asked_for_in_pieces_from_where_it_ends():
    mind = wanting(BIG)
    question = ask(mind, 0)
    assert question == Ask(A, 0, PIECE_BYTES_MAX)
    piece = Piece(A, 0, bytes(PIECE_BYTES_MAX))
    mind.hear_piece(piece, 0.1)
    assert mind.next_move(0.1) == Hand(piece)
    mind.handed([Wanted(A, BIG.size, PIECE_BYTES_MAX)])
    assert ask(mind, 0.2) == Ask(A, PIECE_BYTES_MAX, 100)


def test_when_the_hall_has_everything_there_is_rest():
    mind = wanting()
    assert mind.next_move(0) == Idle(None)


def test_a_piece_that_does_not_come_is_asked_for_again_later_each_time():
    mind = wanting(BIG)
    now_s, pauses = 0.0, []
    for _time in range(6):
        question = ask(mind, now_s)
        assert question.offset == 0
        asked_s = now_s
        while isinstance(move := mind.next_move(now_s), Idle):
            assert move.until_s is not None
            now_s = max(move.until_s, now_s)
        pauses.append(now_s - asked_s)
    assert pauses == sorted(pauses)
    assert pauses[0] >= 1
    assert pauses[-1] > 4 * pauses[0]


def test_pieces_nobody_asked_for_and_pieces_twice_change_nothing():
    mind = wanting(BIG)
    mind.hear_piece(Piece(A, 0, b"x"), 0)
    question = ask(mind, 0)
    mind.hear_piece(Piece(B, 0, b"x"), 0)
    mind.hear_piece(Piece(A, 7, b"x"), 0)
    assert isinstance(mind.next_move(0), Idle)
    piece = Piece(A, question.offset, b"x")
    mind.hear_piece(piece, 0)
    mind.hear_piece(Piece(A, 0, b"y"), 0)
    assert mind.next_move(0) == Hand(piece)


def test_what_headquarters_does_not_serve_is_as_if_nothing_had_come():
    mind = wanting(BIG)
    ask(mind, 0)
    mind.hear_piece(Piece(A, 0, b""), 0.1)
    assert isinstance(mind.next_move(0.1), Idle)


def test_an_empty_document_comes_as_an_empty_piece():
    mind = wanting(Wanted(A, 0, 0))
    assert ask(mind, 0) == Ask(A, 0, 1)
    mind.hear_piece(Piece(A, 0, b""), 0.1)
    assert mind.next_move(0.1) == Hand(Piece(A, 0, b""))


def test_a_narrow_line_is_left_to_others():
    mind = wanting(BIG, bytes_per_s=1000)
    ask(mind, 0)
    mind.hear_piece(Piece(A, 0, bytes(500)), 1.0)
    mind.handed([Wanted(A, BIG.size, 500)])
    assert mind.next_move(1.0) == Idle(1.5)
    assert isinstance(mind.next_move(1.5), Ask)


def test_a_hall_that_cannot_take_a_piece_is_tried_again_later():
    mind = wanting(BIG)
    ask(mind, 0)
    piece = Piece(A, 0, b"x")
    mind.hear_piece(piece, 0)
    mind.failed(0)
    waiting = mind.next_move(0)
    assert isinstance(waiting, Idle)
    assert waiting.until_s is not None
    assert mind.next_move(waiting.until_s) == Hand(piece)


def test_a_hall_that_refuses_is_left_alone_until_there_is_news():
    mind = wanting(BIG)
    mind.refused()
    assert mind.next_move(0) == Idle(None)
    mind.hear_library(LIBRARY)
    assert mind.next_move(0) == Tell(LIBRARY)


def test_news_of_headquarters_ends_what_was_under_way():
    mind = wanting(BIG)
    ask(mind, 0)
    later = LIBRARY.model_copy(update={"revision": 2})
    mind.hear_library(later)
    mind.hear_piece(Piece(A, 0, b"x"), 0)
    assert mind.next_move(0) == Tell(later)


@given(st.binary(max_size=200), st.integers(0, 2**40))
def test_a_piece_arrives_as_it_was_sent(data: bytes, offset: int):
    assert read_piece(pack_piece("H-01", Piece(A, offset, data))) == (
        "H-01",
        Piece(A, offset, data),
    )


@given(st.binary(max_size=300))
def test_any_bytes_are_a_piece_or_garbage(payload: bytes):
    with pytest.raises(GarbageError):
        read_piece(payload)


def test_a_piece_that_was_cut_short_is_garbage():
    whole = pack_piece("H-01", Piece(A, 0, b"four"))
    for cut in range(len(whole)):
        with pytest.raises(GarbageError):
            read_piece(whole[:cut])
    with pytest.raises(GarbageError, match="4 bytes with 5"):
        read_piece(whole + b"!")
