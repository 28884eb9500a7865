"""The tables of headquarters, and the steps from every released schema to the newest."""

import sqlite3
from pathlib import Path
from typing import Any

VERSION = 7

_FIRST = """
CREATE TABLE facts (
    hall TEXT NOT NULL,
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    boot TEXT NOT NULL,
    mono INTEGER NOT NULL,
    clock TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    sealed BLOB,
    hash BLOB NOT NULL,
    PRIMARY KEY (hall, epoch, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX facts_by_subject ON facts(hall, subject);
CREATE TABLE cursors (
    journal INTEGER PRIMARY KEY,
    hall TEXT NOT NULL,
    epoch TEXT NOT NULL,
    first INTEGER NOT NULL,
    base BLOB NOT NULL,
    upto INTEGER NOT NULL,
    head BLOB NOT NULL,
    begun_at INTEGER NOT NULL,
    UNIQUE (hall, epoch)
) STRICT;
CREATE TABLE halls (
    hall TEXT PRIMARY KEY,
    epoch TEXT NOT NULL,
    session TEXT NOT NULL,
    online INTEGER NOT NULL,
    newest INTEGER NOT NULL,
    hello_at INTEGER NOT NULL,
    heard_at INTEGER NOT NULL,
    versions TEXT NOT NULL
) STRICT;
CREATE TABLE visits (
    hall TEXT NOT NULL,
    visit TEXT NOT NULL,
    begun_at INTEGER NOT NULL,
    snapshot TEXT NOT NULL,
    PRIMARY KEY (hall, visit)
) STRICT;
CREATE INDEX visits_by_time ON visits(hall, begun_at);
CREATE INDEX visits_by_id ON visits(visit);
CREATE TABLE issues (
    hall TEXT NOT NULL,
    code TEXT NOT NULL,
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    detail TEXT NOT NULL,
    since INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (hall, code, epoch)
) STRICT;
CREATE TABLE dead_letters (
    letter INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    topic TEXT NOT NULL,
    reason TEXT NOT NULL,
    size INTEGER NOT NULL,
    payload BLOB NOT NULL
) STRICT;
CREATE TABLE projections (
    name TEXT PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT;
"""

# What headquarters asks of halls, what they have handed out, and what is booked of it. A command is
# open while its result is empty; seqs are those of the fact that told, 0 where none has. A quota
# `holds` while the fact that handed it out is in the hall's present journal.
_SECOND = """
ALTER TABLE halls ADD COLUMN key TEXT NOT NULL DEFAULT '';
ALTER TABLE halls ADD COLUMN shown_key TEXT NOT NULL DEFAULT '';
CREATE TABLE commands (
    number INTEGER PRIMARY KEY,
    hall TEXT NOT NULL,
    command TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    effect TEXT NOT NULL,
    subject TEXT NOT NULL,
    payload BLOB NOT NULL,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    offers INTEGER NOT NULL,
    offer_at INTEGER NOT NULL,
    received_seq INTEGER NOT NULL,
    ended_seq INTEGER NOT NULL,
    result TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX open_commands ON commands(hall, number) WHERE result = '';
CREATE TABLE quotas (
    hall TEXT NOT NULL,
    service TEXT NOT NULL,
    begins INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    count INTEGER NOT NULL,
    holds INTEGER NOT NULL,
    PRIMARY KEY (hall, service, begins, ends, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE bookings (
    hall TEXT NOT NULL,
    appointment TEXT NOT NULL,
    service TEXT NOT NULL,
    due INTEGER NOT NULL,
    until INTEGER NOT NULL,
    segments TEXT NOT NULL,
    state TEXT NOT NULL,
    booked_at INTEGER NOT NULL,
    told_seq INTEGER NOT NULL,
    PRIMARY KEY (hall, appointment)
) STRICT, WITHOUT ROWID;
CREATE INDEX bookings_by_time ON bookings(hall, service, due);
CREATE INDEX told_facts ON facts(hall, epoch, seq) WHERE kind IN (
    'CommandReceived', 'CommandEnded', 'QuotaHanded', 'AppointmentBooked', 'AppointmentCancelled',
    'AppointmentKept', 'AppointmentMissed'
);
"""

# Documents for halls: what is to be there, the state of them that was signed last, and the bytes.
# Only what belongs to a signed state is served, until the next one is signed.
_THIRD = """
CREATE TABLE blobs (
    number INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    data BLOB NOT NULL
) STRICT;
CREATE TABLE documents (
    hall TEXT NOT NULL,
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    size INTEGER NOT NULL,
    plain_hash TEXT NOT NULL,
    put_at INTEGER NOT NULL,
    PRIMARY KEY (hall, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE libraries (
    hall TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    catalogue TEXT NOT NULL,
    size INTEGER NOT NULL,
    signature BLOB NOT NULL,
    published_at INTEGER NOT NULL,
    announced INTEGER NOT NULL
) STRICT;
CREATE TABLE served (
    hall TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (hall, hash)
) STRICT, WITHOUT ROWID;
"""

# What was handed in at halls. Seqs are those of the fact that told, 0 where the hall's present
# journal has none; `step` is what headquarters said, `told_step` what the hall is known to know.
_FOURTH = """
CREATE TABLE applications (
    hall TEXT NOT NULL,
    application TEXT NOT NULL,
    number TEXT NOT NULL,
    form TEXT NOT NULL,
    handed_at INTEGER NOT NULL,
    documents TEXT NOT NULL,
    signed INTEGER NOT NULL,
    step TEXT NOT NULL,
    reached INTEGER NOT NULL,
    told_step TEXT NOT NULL,
    told_seq INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    handed_seq INTEGER NOT NULL,
    PRIMARY KEY (hall, application)
) STRICT, WITHOUT ROWID;
CREATE INDEX applications_by_number ON applications(hall, number);
CREATE INDEX applications_by_time ON applications(handed_at);
DROP INDEX told_facts;
CREATE INDEX told_facts ON facts(hall, epoch, seq) WHERE kind IN (
    'CommandReceived', 'CommandEnded', 'QuotaHanded', 'AppointmentBooked', 'AppointmentCancelled',
    'AppointmentKept', 'AppointmentMissed', 'ApplicationHandedIn', 'ApplicationStaged',
    'ApplicationForgotten'
);
"""

# Visitors' own pages: found by the hash of their secret, with what halls say of themselves, what
# visitors wished, and what they wrote with a rating.
_FIFTH = """
ALTER TABLE visits ADD COLUMN page TEXT NOT NULL DEFAULT '';
CREATE INDEX visits_by_page ON visits(page) WHERE page <> '';
CREATE INDEX descriptions ON facts(hall, epoch, seq) WHERE kind = 'HallDescribed';
CREATE INDEX bound_applications ON facts(hall, at) WHERE kind = 'ApplicationBound';
CREATE INDEX commands_by_subject ON commands(hall, subject, number);
CREATE TABLE visitor_words (
    hall TEXT NOT NULL,
    visit TEXT NOT NULL,
    at INTEGER NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (hall, visit)
) STRICT, WITHOUT ROWID;
"""

# What was handed in from visitors' own pages: beside `applications`, whose it is, and the letter.
_SIXTH = """
CREATE TABLE own_applications (
    application TEXT PRIMARY KEY,
    hall TEXT NOT NULL,
    visit TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,
    letter BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX own_applications_by_visit ON own_applications(hall, visit);
CREATE INDEX visitor_words_by_time ON visitor_words(hall, at);
"""

# Numbers of headquarters' own: how far each hall's day was counted, whatever becomes of the rows;
# numbers are those of one hall. A letter is NULL once it is kept no more.
_SEVENTH = """
CREATE TABLE given_numbers (
    hall TEXT NOT NULL,
    day TEXT NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (hall, day)
) STRICT, WITHOUT ROWID;
ALTER TABLE own_applications RENAME TO own_applications_before;
DROP INDEX own_applications_by_visit;
CREATE TABLE own_applications (
    application TEXT PRIMARY KEY,
    hall TEXT NOT NULL,
    visit TEXT NOT NULL,
    number TEXT NOT NULL,
    letter BLOB,
    UNIQUE (hall, number)
) STRICT, WITHOUT ROWID;
INSERT INTO own_applications SELECT * FROM own_applications_before;
DROP TABLE own_applications_before;
CREATE INDEX own_applications_by_visit ON own_applications(hall, visit);
CREATE INDEX opened_days ON facts(hall, epoch, seq) WHERE kind = 'DayOpened';
DROP INDEX told_facts;
CREATE INDEX told_facts ON facts(hall, epoch, seq) WHERE kind IN (
    'CommandReceived', 'CommandEnded', 'QuotaHanded', 'AppointmentBooked', 'AppointmentCancelled',
    'AppointmentKept', 'AppointmentMissed', 'ApplicationHandedIn', 'ApplicationNumbered',
    'ApplicationStaged', 'ApplicationForgotten'
);
"""


class NewerSchemaError(Exception):
    """The database was written by a newer version of this program."""


def migrate(path: Path, connection: sqlite3.Connection) -> None:
    """Bring the database at `path` to `VERSION`. Each step is a transaction of its own."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == VERSION:
        return
    if version > VERSION:
        raise NewerSchemaError(
            f"{path}: schema {version} is newer than this program, which knows up to {VERSION}"
        )
    _run_steps(connection)


def _run_steps(connection: sqlite3.Connection) -> None:
    # Imported here: only a database that must change pays for loading it.
    from sqlite_utils import Database, Migrations  # noqa: PLC0415

    steps = Migrations("backoffice")

    @steps()
    def facts_cursors_visits(database: Database) -> None:
        _execute(database, _FIRST)

    @steps()
    def commands_quotas_bookings(database: Database) -> None:
        _execute(database, _SECOND)

    @steps()
    def documents(database: Database) -> None:
        _execute(database, _THIRD)

    @steps()
    def applications(database: Database) -> None:
        _execute(database, _FOURTH)

    @steps()
    def visitors_pages(database: Database) -> None:
        _execute(database, _FIFTH)

    @steps()
    def handed_in_from_pages(database: Database) -> None:
        _execute(database, _SIXTH)

    @steps()
    def numbers_and_letters(database: Database) -> None:
        _execute(database, _SEVENTH)

    steps.apply(Database(connection))
    connection.execute(f"PRAGMA user_version = {VERSION:d}")


def _execute(database: Any, statements: str) -> None:
    for statement in statements.split(";"):
        if statement.strip():
            database.execute(statement)
