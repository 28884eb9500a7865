"""Headquarters' documents at the hall: signed, fetched piece by piece, in force all at once."""

import dataclasses
from pathlib import Path

import pytest
from documents_of_tests import MADE, LibraryOfTests, Published, blob_of, library_of
from edgefakes import HALL_KEY, hall_on, restarted
from headquarters_of_tests import BOOKABLE, HEADQUARTERS

from edge.domain import facts as f
from edge.domain.command import BadSignatureError, NoHeadquartersError, OtherHallError
from edge.domain.library import Blob, Root
from edge.hall.headquarters import Headquarters, HeadquartersConfig
from edge.hall.library import (
    Library,
    LibraryConfig,
    LibraryUnavailableError,
    StaleRootError,
    UnknownDocumentError,
)

TARIFFS, GUIDE = b'{"tariffs":[]}', b"guide " * 500
DOCUMENTS = {"tariffs.json": TARIFFS, "guides/new-connection.json": GUIDE}


@pytest.fixture
async def here(tmp_path: Path) -> LibraryOfTests:
    return library_of(await hall_on(tmp_path, settings=BOOKABLE))


async def test_documents_come_piece_by_piece_and_are_in_force_all_at_once(here: LibraryOfTests):
    first = Published(1, DOCUMENTS)
    assert await here.fetch(first, pieces=3) == 3
    assert here.library.revision == 0
    assert not here.library.documents.documents
    with pytest.raises(UnknownDocumentError):
        await here.library.read("tariffs.json")
    await here.fetch(first)
    assert here.library.revision == 1
    assert await here.library.read("tariffs.json") == TARIFFS
    assert await here.library.read("guides/new-connection.json") == GUIDE
    (changed,) = here.changes()
    assert isinstance(changed, f.LibraryChanged)
    assert (changed.revision, changed.documents, changed.made) == (1, 2, MADE)


async def test_what_is_there_already_is_not_fetched_again(here: LibraryOfTests):
    await here.fetch(Published(1, DOCUMENTS))
    second = Published(2, DOCUMENTS | {"notices.json": b"[]"})
    assert await here.fetch(second) == 2
    assert here.library.revision == 2
    assert await here.library.read("guides/new-connection.json") == GUIDE


async def test_until_the_next_documents_are_whole_the_earlier_ones_are_shown(here: LibraryOfTests):
    await here.fetch(Published(1, DOCUMENTS))
    await here.fetch(Published(2, {"tariffs.json": b"new " * 900}), pieces=2)
    assert await here.library.read("tariffs.json") == TARIFFS
    assert here.library.revision == 1


async def test_what_is_not_named_any_more_is_thrown_away(here: LibraryOfTests):
    await here.fetch(Published(1, DOCUMENTS))
    second = Published(2, {"tariffs.json": TARIFFS})
    await here.fetch(second)
    assert set(here.shelf.blobs.sizes()) == set(second.by_hash)


async def test_after_a_restart_documents_are_there_and_fetching_goes_on(here: LibraryOfTests):
    await here.fetch(Published(1, DOCUMENTS))
    second = Published(2, {"guides/new-connection.json": GUIDE * 3})
    await here.fetch(second, pieces=4)
    again = library_of(await restarted(here.tested, BOOKABLE))
    await again.library.open()
    assert again.library.revision == 1
    assert await again.library.read("tariffs.json") == TARIFFS
    wants = await again.tell(second)
    assert [want.there for want in wants] == [3000]
    assert again.library.revision == 1


async def test_half_a_document_is_not_fetched_twice(here: LibraryOfTests):
    first = Published(1, {"guide": GUIDE})
    await here.fetch(first, pieces=2)
    again = library_of(await restarted(here.tested, BOOKABLE))
    await again.library.open()
    assert await again.fetch(first) == 2
    assert await again.library.read("guide") == GUIDE


async def test_the_same_state_told_again_changes_nothing(here: LibraryOfTests):
    first = Published(1, DOCUMENTS)
    await here.fetch(first)
    assert await here.tell(first) == []
    assert len(here.changes()) == 1


async def test_an_earlier_state_told_again_is_refused(here: LibraryOfTests):
    await here.fetch(Published(2, DOCUMENTS))
    with pytest.raises(StaleRootError):
        await here.tell(Published(1, {"tariffs.json": b"old"}))
    assert await here.library.read("tariffs.json") == TARIFFS


async def test_nobody_else_tells_a_hall_what_to_show(here: LibraryOfTests):
    good = Published(1, DOCUMENTS)
    forged = dataclasses.replace(good.root, revision=9)
    with pytest.raises(BadSignatureError):
        await here.library.tell(forged, good.signature)
    with pytest.raises(OtherHallError):
        await here.tell(Published(1, DOCUMENTS, hall="H-02"))
    stranger = Headquarters("H-01", HALL_KEY, HeadquartersConfig())
    library = Library(here.tested.hall.recorder, stranger, here.shelf, LibraryConfig())
    with pytest.raises(NoHeadquartersError):
        await library.tell(good.root, good.signature)


async def test_pieces_that_nobody_asked_for_are_kept_nowhere(here: LibraryOfTests):
    published = Published(1, DOCUMENTS)
    assert await here.library.add(blob_of(GUIDE).hash, 0, GUIDE) == []
    (want,) = await here.tell(published)
    assert await here.library.add(blob_of(GUIDE).hash, 0, GUIDE) == [want]
    assert here.shelf.blobs.sizes() == {}


async def test_a_wrong_byte_on_the_way_is_fetched_again(here: LibraryOfTests):
    published = Published(1, {"tariffs.json": TARIFFS})
    (want,) = await here.tell(published)
    (want,) = await here.library.add(*published.piece(want))
    hash_, offset, data = published.piece(want)
    assert await here.library.add(hash_, offset, b"?" + data[1:]) == [want]
    assert await here.library.add(hash_, offset, data) == []
    assert await here.library.read("tariffs.json") == TARIFFS


async def test_what_cannot_be_kept_is_refused_once_and_told(here: LibraryOfTests):
    small = library_of(here.tested, total_mb=0)
    published = Published(1, DOCUMENTS)
    await small.fetch(published)
    await small.fetch(published)
    assert [getattr(fact, "reason", "") for fact in small.changes()] == ["too_large"]
    nonsense = Published(2, {})
    nonsense.root = Root("H-01", 2, blob_of(b"nonsense"))
    nonsense.signature = HEADQUARTERS.signer.sign_root(nonsense.root)
    nonsense.by_hash[blob_of(b"nonsense").hash] = b"nonsense"
    await small.fetch(nonsense)
    assert [getattr(fact, "reason", "") for fact in small.changes()][1:] == ["bad_catalogue"]


async def test_a_catalogue_without_end_is_not_even_fetched(here: LibraryOfTests):
    published = Published(1, DOCUMENTS)
    root = Root("H-01", 1, Blob(published.root.catalogue.hash, 10**9))
    assert await here.library.tell(root, HEADQUARTERS.signer.sign_root(root)) == []
    assert [getattr(fact, "reason", "") for fact in here.changes()] == ["catalogue_too_large"]


async def test_a_full_disk_loses_nothing_and_says_so(here: LibraryOfTests):
    await here.fetch(Published(1, DOCUMENTS))
    second = Published(2, {"tariffs.json": b"new"})
    wants = await here.tell(second)
    here.shelf.bad = True
    with pytest.raises(LibraryUnavailableError):
        await here.library.add(*second.piece(wants[0]))
    with pytest.raises(LibraryUnavailableError):
        await here.tell(second)
    here.shelf.bad = False
    await here.fetch(second)
    assert await here.library.read("tariffs.json") == b"new"


async def test_a_document_that_rots_is_asked_for_again(here: LibraryOfTests):
    published = Published(1, DOCUMENTS)
    await here.fetch(published)
    here.shelf.blobs.path(blob_of(TARIFFS)).write_bytes(b"rotten")
    with pytest.raises(LibraryUnavailableError):
        await here.library.read("tariffs.json")
    assert here.library.revision == 0
    assert await here.fetch(published) == 1
    assert here.library.revision == 1
    assert await here.library.read("tariffs.json") == TARIFFS


async def test_a_new_day_keeps_the_documents(here: LibraryOfTests):
    await here.fetch(Published(3, DOCUMENTS))
    kept = here.tested.hall.recorder.committed.library
    here.tested.clock.pass_s(24 * 3600)
    await here.tested.hall.tick()
    assert here.tested.kinds()[-1] == "DayOpened"
    again = library_of(await restarted(here.tested, BOOKABLE))
    assert again.tested.hall.recorder.committed.library == kept
    assert kept.revision == 3
