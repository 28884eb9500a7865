"""What must be so after a power cut: the stores open the files, and no promise is broken."""

import bisect
import sqlite3
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import Any

from edgefakes import HALL_KEY
from morning import Mark, Recording

from edge.errors import ExpectedError
from edge.hall.recorder import fold
from edge.journal.committer import open_stores
from edge.journal.keys import KeyStore, unseal
from edge.journal.store import JournalReader, JournalStore
from edge.journal.verify import verify

OTHER_EPOCH = "EPOCH-OF-A-NEW-JOURNAL"


class BrokenPromiseError(AssertionError):
    """A power cut took or made something that it must not. `what` is one of a few words."""

    def __init__(self, what: str, message: str) -> None:
        super().__init__(f"{what}: {message}")
        self.what = what


class Promised:
    """What a recording promises, ready to be asked for any position and any number of facts."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self._positions = [mark.position for mark in recording.promises.marks]
        self._whole: set[int] = set()

    def at(self, position: int) -> Mark:
        """Return what holds after `position` changes on the disk."""
        return self.recording.promises.marks[bisect.bisect_right(self._positions, position) - 1]

    def live(self, facts: int) -> Mapping[str, bytes]:
        """Return the visits whose person is known after that many facts, and their keys."""
        return self._live[facts]

    def epochs(self, facts: int) -> list[tuple[Any, ...]]:
        """Return the journal's identities after that many facts."""
        renewed = sum(fact[1] == "EpochRenewed" for fact in self.recording.facts[:facts])
        return list(self.recording.epochs[: 1 + renewed])

    @cached_property
    def _live(self) -> list[dict[str, bytes]]:
        live: dict[str, bytes] = {}
        after = [live]
        for _seq, kind, *_moment, subject, _body, _sealed, _hash in self.recording.facts:
            if kind == "DayOpened":
                live = {}
            elif kind == "VisitIdentified":
                live = live | {subject: self.recording.promises.keys[subject]}
            elif kind == "VisitAbandoned":
                live = {visit: key for visit, key in live.items() if visit != subject}
            after.append(live)
        return after

    def needs_a_look(self, facts: int) -> bool:
        """Whether a journal of that many facts, all equal to the recorded ones, is seen first."""
        if facts in self._whole:
            return False
        self._whole.add(facts)
        return True


def write_image(folder: Path, image: Mapping[str, bytes]) -> None:
    """Let `folder` hold the files of `image` and nothing else."""
    for path in folder.iterdir():
        if path.name not in image:
            path.unlink()
    for name, content in image.items():
        (folder / name).write_bytes(content)


def check(folder: Path, image: Mapping[str, bytes], promised: Promised, mark: Mark) -> int:
    """Start on `image` and return how many facts are there. Raises `BrokenPromiseError`."""
    _check_erased(image, promised, mark)
    write_image(folder, image)
    with ExitStack() as opened:
        try:
            journal, keys = open_stores(
                lambda: (
                    JournalStore(folder / "journal.db", "H-01", OTHER_EPOCH),
                    KeyStore(folder / "keys.db"),
                )
            )
            opened.callback(keys.close)
            opened.callback(journal.close)
        except ExpectedError as error:
            raise BrokenPromiseError("unusable", str(error)) from error
        facts = _check_facts(journal, promised, mark)
        _check_epochs(journal, promised, mark, facts)
        _check_keys(keys, promised, facts)
        if promised.needs_a_look(facts):
            _look_closely(journal, keys, promised, facts)
    _check_nothing_recoverable(folder, promised, facts)
    return facts


def _ask(store: JournalStore | KeyStore, question: str) -> list[tuple[Any, ...]]:
    try:
        return store._connection.execute(question).fetchall()
    except sqlite3.DatabaseError as error:
        raise BrokenPromiseError("corrupt", f"{store.path.name}: {error}") from error


def _check_facts(journal: JournalStore, promised: Promised, mark: Mark) -> int:
    if _ask(journal, "PRAGMA integrity_check") != [("ok",)]:
        raise BrokenPromiseError("corrupt", "journal.db")
    found = _ask(journal, "SELECT * FROM facts ORDER BY seq")
    if found != promised.recording.facts[: len(found)]:
        raise BrokenPromiseError("another", "the facts are not those that were submitted")
    if len(found) < mark.acknowledged:
        raise BrokenPromiseError("lost", f"{len(found)} of {mark.acknowledged} acknowledged facts")
    if len(found) not in (mark.acknowledged, mark.begun):
        raise BrokenPromiseError("half", f"{len(found)} facts are a part of a commit: {mark}")
    return len(found)


def _check_epochs(journal: JournalStore, promised: Promised, mark: Mark, facts: int) -> None:
    epochs = _ask(journal, "SELECT * FROM epochs ORDER BY rowid")
    if epochs != promised.epochs(facts):
        made_anew = [epoch for epoch, _first, _base in epochs] == [OTHER_EPOCH]
        if not made_anew or mark.named or facts:
            raise BrokenPromiseError("another", f"the journal's epochs are {epochs}")
    if journal.epoch.epoch != epochs[-1][0]:
        raise BrokenPromiseError("another", f"the epoch is {journal.epoch}")


def _check_keys(keys: KeyStore, promised: Promised, facts: int) -> None:
    if _ask(keys, "PRAGMA integrity_check") != [("ok",)]:
        raise BrokenPromiseError("corrupt", "keys.db")
    found, live = dict(_ask(keys, "SELECT visit, wrapped FROM keys")), promised.live(facts)
    if found != live:
        missing, left = sorted(live.keys() - found.keys()), sorted(found.keys() - live.keys())
        raise BrokenPromiseError("keys", f"missing {missing}, left over {left}")


def _look_closely(journal: JournalStore, keys: KeyStore, promised: Promised, facts: int) -> None:
    """Do what needs no repetition for the same facts: chain, state, and each person's data."""
    reader = JournalReader(journal.path)
    verdict = verify(reader)
    reader.close()
    if not verdict.whole or verdict.last != facts:
        raise BrokenPromiseError("chain", f"{verdict}")
    state = fold(journal.since_day_opened())
    if state.seq != facts:
        raise BrokenPromiseError("state", f"it ends at {state.seq}")
    sealed = {row[6]: row[8] for row in promised.recording.facts[:facts] if row[8] is not None}
    for visit in promised.live(facts):
        unseal(keys.key(HALL_KEY, visit), visit, sealed[visit])


def _check_erased(image: Mapping[str, bytes], promised: Promised, mark: Mark) -> None:
    """Find deleted keys in files that nobody has opened since the power came back."""
    for visit in mark.gone:
        _check_absent(image, visit, promised.recording.promises.keys[visit])


def _check_nothing_recoverable(folder: Path, promised: Promised, facts: int) -> None:
    files = {path.name: path.read_bytes() for path in folder.glob("keys.db*")}
    for visit, key in promised.recording.promises.keys.items():
        if visit not in promised.live(facts):
            _check_absent(files, visit, key)


def _check_absent(files: Mapping[str, bytes], visit: str, key: bytes) -> None:
    for name, content in files.items():
        if name.startswith("keys.db") and key in content:
            raise BrokenPromiseError("not erased", f"{name} still holds the key of {visit}")
