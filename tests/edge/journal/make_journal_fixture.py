"""Writes the journal of this version's schema into `data`; run once when a schema is released."""

from pathlib import Path

from journal_days import journal_of_a_day

from edge.journal import schema

if __name__ == "__main__":
    fixture = Path(__file__).parent / "data" / f"journal-v{schema.VERSION}.db"
    fixture.unlink(missing_ok=True)
    journal_of_a_day(fixture).close()
    fixture.chmod(0o644)
