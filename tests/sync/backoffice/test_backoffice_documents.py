"""Documents at headquarters: put, published as one signed state, served to the one hall."""

import base64
import contextlib
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from bookingoffice import HALL_SECRET, NOW, SECRET, BookingOffice

from edge.domain import letters
from edge.domain.library import DOCUMENTS_MAX, Blob, Root, document_about, read_catalogue
from sync.backoffice import documents_table
from sync.backoffice.database import open_to_write, transaction
from sync.backoffice.documents import Documents, NotADocumentError
from sync.backoffice.documents_table import blob_of
from sync.envelope import PIECE_BYTES_MAX, Fetch

HALL = "H-01"
TARIFFS = b'{"tariffs": []}'


class Office(BookingOffice):
    """Headquarters with a hall in it, and documents for it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.documents = Documents(self.path, self.signer)
        self._at = count(NOW)

    def put(self, name: str, data: bytes, hall: str = HALL) -> None:
        self.documents.put(hall, name, data, next(self._at))

    def publish(self, hall: str = HALL) -> int:
        return self.documents.publish(hall, next(self._at))

    def piece(self, blob: Blob, offset: int = 0, size: int = PIECE_BYTES_MAX, hall: str = HALL):
        return self.store.piece(Fetch(hall=hall, hash=blob.hash, offset=offset, count=size))

    def catalogue(self):
        signed = self.store.library(HALL)
        assert signed is not None
        return read_catalogue(self.piece(Blob(signed.catalogue, signed.size)))

    def close(self) -> None:
        super().close()
        self.documents.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.close()


def test_what_is_put_reaches_no_hall_before_it_is_published(office: Office):
    office.put("tariffs.json", TARIFFS)
    assert office.store.library(HALL) is None
    assert office.piece(blob_of(TARIFFS)) == b""
    assert office.publish() == 1
    assert office.piece(blob_of(TARIFFS)) == TARIFFS
    assert dict(office.catalogue().documents) == {"tariffs.json": blob_of(TARIFFS)}


def test_a_state_is_signed_by_headquarters_for_the_one_hall(office: Office):
    office.put("tariffs.json", TARIFFS)
    office.publish()
    signed = office.store.library(HALL)
    assert signed is not None
    root = Root(HALL, 1, Blob(signed.catalogue, signed.size))
    keys = letters.headquarters_keys(SECRET)
    assert keys.has_signed(root.signed_bytes(), base64.b64decode(signed.signature))


def test_one_hall_is_not_served_the_documents_of_another(office: Office):
    office.put("tariffs.json", TARIFFS)
    office.publish()
    assert office.piece(blob_of(TARIFFS), hall="H-02") == b""


def test_a_piece_is_cut_where_it_is_asked_for(office: Office):
    film = bytes(range(256)) * 1000
    office.put("media/film.mp4", film)
    office.publish()
    assert office.piece(blob_of(film), 1000, 50) == film[1000:1050]
    assert office.piece(blob_of(film), len(film) - 10) == film[-10:]
    assert office.piece(blob_of(film), len(film)) == b""
    assert office.piece(blob_of(film), 2**50) == b""


def test_the_state_before_is_served_until_the_next_is_published(office: Office):
    office.put("tariffs.json", TARIFFS)
    office.publish()
    office.put("tariffs.json", b"new")
    assert office.piece(blob_of(TARIFFS)) == TARIFFS
    assert office.publish() == 2
    assert office.piece(blob_of(TARIFFS)) == b""
    assert office.rows("SELECT count(*) FROM blobs") == [(2,)]  # the new one and its catalogue


def test_a_removed_document_is_gone_with_the_next_state(office: Office):
    office.put("tariffs.json", TARIFFS)
    office.publish()
    office.documents.remove(HALL, "tariffs.json")
    office.publish()
    assert not office.catalogue().documents
    with pytest.raises(NotADocumentError, match=r"H-01 has no document 'tariffs\.json'"):
        office.documents.remove(HALL, "tariffs.json")


def test_a_private_document_can_be_read_by_its_hall_alone(office: Office):
    words = "户号 3301234567 张三".encode()
    office.put("private/customers/0a", words)
    office.publish()
    (blob,) = office.catalogue().documents.values()
    sealed = office.piece(blob)
    assert words not in sealed
    about = document_about(HALL, "private/customers/0a")
    assert letters.open_letter(HALL_SECRET, about, sealed) == words
    with pytest.raises(letters.UnreadableLetterError):
        letters.open_letter(HALL_SECRET, document_about(HALL, "private/customers/0b"), sealed)
    assert words not in office.path.read_bytes()


def test_a_private_document_that_says_the_same_is_not_sealed_anew(office: Office):
    office.put("private/customers/0a", b"the same")
    (before,) = office.documents.documents(HALL)
    office.put("private/customers/0a", b"the same")
    assert office.documents.documents(HALL) == [before]
    office.put("private/customers/0a", b"something else")
    assert office.documents.documents(HALL) != [before]


def test_a_hall_that_has_shown_no_key_gets_nothing_private(office: Office):
    with pytest.raises(NotADocumentError, match="H-77 has not shown its key"):
        office.put("private/customers/0a", b"x", hall="H-77")


@pytest.mark.parametrize("name", ["", "../x", "A", "a//b", "/a", "a/", "x" * 121, "资料"])
def test_a_name_that_is_none_is_refused(office: Office, name: str):
    with pytest.raises(NotADocumentError):
        office.put(name, b"x")


def test_more_documents_than_a_hall_keeps_are_not_published(office: Office):
    with contextlib.closing(open_to_write(office.path)) as connection, transaction(connection):
        for number in range(DOCUMENTS_MAX + 1):
            document = documents_table.Document(f"d{number}", blob_of(b"x"), "", 0)
            documents_table.put(connection, HALL, document, b"x")
    with pytest.raises(NotADocumentError, match="documents, at most"):
        office.publish()
    assert office.store.library(HALL) is None


def test_a_hall_that_is_there_is_told_once(office: Office):
    office.publish()
    assert [each.revision for each in office.store.announce()] == [1]
    assert office.store.announce() == []
    office.publish()
    assert [each.revision for each in office.store.announce()] == [2]


def test_a_hall_that_is_away_is_not_told_until_it_greets(office: Office):
    office.publish(hall="H-55")
    assert office.store.announce() == []
    assert office.store.library("H-55") is not None
