"""A sector of the journal or the keys turns into something else: it is found, and said by name."""

import random
from collections.abc import Mapping
from itertools import product
from pathlib import Path

import pytest
from checks import Promised, write_image
from cut_images import SECTOR_BYTES
from cuts import SEED, recording_of
from edgefakes import HALL_KEY
from io_log import play

from edge.errors import ExpectedError
from edge.journal.committer import open_stores
from edge.journal.keys import KeyStore, UnreadableError
from edge.journal.store import JournalReader, JournalStore
from edge.journal.verify import verify
from edge.ports import StorageError


@pytest.fixture(scope="module")
def evening() -> Mapping[str, bytes]:
    """Return the files as they lie there when the hall has been closed."""
    files: dict[str, bytearray] = {}
    for change in recording_of("ordinary").changes:
        play(files, change)
    return {name: bytes(content) for name, content in files.items()}


def damaged(content: bytes, sector: int, how: str, again: int) -> bytes:
    dice = random.Random(f"{SEED}:{sector}:{again}")
    begin = sector * SECTOR_BYTES
    changed = bytearray(content)
    if how == "garbage":
        changed[begin : begin + SECTOR_BYTES] = dice.randbytes(SECTOR_BYTES)
    elif how == "zeros":
        changed[begin : begin + SECTOR_BYTES] = bytes(SECTOR_BYTES)
    else:
        changed[begin + dice.randrange(SECTOR_BYTES)] ^= 1 << dice.randrange(8)
    return bytes(changed)


@pytest.mark.parametrize(("how", "times"), [("garbage", 2), ("zeros", 1), ("one bit", 12)])
@pytest.mark.parametrize("file", ["journal.db", "keys.db"])
def test_every_sector_that_is_damaged_is_found_or_held_nothing(
    folder: Path, evening: Mapping[str, bytes], file: str, how: str, times: int
):
    found = 0
    for sector, again in product(range(len(evening[file]) // SECTOR_BYTES), range(times)):
        write_image(folder, {**evening, file: damaged(evening[file], sector, how, again)})
        trouble = trouble_told(folder)
        if not trouble:
            assert contents(folder) == untouched(), f"nobody misses sector {sector}"
        found += bool(trouble)
    assert found > 0


def trouble_told(folder: Path) -> str:
    """Start, read every person's data, verify the chain; return what is said of it."""
    try:
        journal, keys = open_stores(lambda: opened(folder))
    except ExpectedError as error:
        return str(error)
    try:
        journal.since_day_opened()
        for visit in journal.sealed_subjects():
            keys.key(HALL_KEY, visit)
        reader = JournalReader(folder / "journal.db")
        verdict = verify(reader)
        reader.close()
    except (ExpectedError, UnreadableError) as error:
        return str(error)
    finally:
        journal.close()
        keys.close()
    return verdict.trouble


def opened(folder: Path) -> tuple[JournalStore, KeyStore]:
    journal = JournalStore(folder / "journal.db", "H-01", "EPOCH-2")
    try:
        return journal, KeyStore(folder / "keys.db")
    except StorageError:
        journal.close()
        raise


def contents(folder: Path) -> tuple:
    journal, keys = opened(folder)
    try:
        facts = journal._connection.execute("SELECT * FROM facts ORDER BY seq").fetchall()
        epochs = journal._connection.execute("SELECT * FROM epochs ORDER BY rowid").fetchall()
        return facts, epochs, dict(keys._connection.execute("SELECT * FROM keys").fetchall())
    finally:
        journal.close()
        keys.close()


def untouched() -> tuple:
    recording = recording_of("ordinary")
    live = Promised(recording).live(len(recording.facts))
    return list(recording.facts), list(recording.epochs), live


def test_a_schema_that_nobody_can_read_is_named(folder: Path, evening: Mapping[str, bytes]):
    journal = evening["journal.db"].replace(b"indexdaysfacts", b"index\x90aysfacts")
    write_image(
        folder, {**evening, "journal.db": journal.replace(b"INDEX days ON", b"INDEX (ays ON")}
    )
    assert "journal.db: malformed database schema" in trouble_told(folder)
