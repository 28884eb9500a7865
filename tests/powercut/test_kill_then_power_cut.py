"""The process dies, is started again, and then the power goes: what the start has shown stays.

What a killed process wrote and had not synced is still in the system's cache. The next one reads it
there, folds it, tells screens and headquarters of it: so a start must make durable what it shows.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from checks import OTHER_EPOCH, Promised, check, write_image
from cut_images import WEATHERS, Disk, Weather
from cuts import SEED, Cut, recording_of
from io_log import IoLog, play
from morning import Mark
from sqlite_vfs import between

from edge.journal.committer import open_stores
from edge.journal.keys import KeyStore
from edge.journal.store import JournalStore


def started_and_cut(
    folder: Path, disk: Disk, cached: Mapping[str, bytes], mark: Mark, cut: Cut
) -> tuple[Mark, Mapping[str, bytes]]:
    """Start on what a killed process left in the cache, then lose the power.

    Returns what the start has promised, and the files that are found.
    """
    write_image(folder, cached)
    log = IoLog()
    with between(log):
        journal, keys = open_stores(
            lambda: (
                JournalStore(folder / "journal.db", "H-01", OTHER_EPOCH),
                KeyStore(folder / "keys.db"),
            )
        )
        shown, until = journal.tip[0], len(log.changes)
        journal.close()
        keys.close()
    for change in log.changes[:until]:
        disk.play(change)
    return replace(mark, acknowledged=shown), disk.image(cut.rng(), cut.weather)


@pytest.mark.parametrize("weather", WEATHERS)
def test_what_a_start_after_a_kill_has_shown_survives_a_power_cut(
    folder: Path, weather: Weather, release: bool
):
    recording = recording_of("ordinary")
    promised = Promised(recording)
    for position in range(0, len(recording.changes) + 1, 1 if release else 3):
        mark = promised.at(position)
        if not mark.named:
            continue
        disk, cached = Disk(), dict[str, bytearray]()
        for change in recording.changes[:position]:
            disk.play(change)
            play(cached, change)
        cut = Cut(SEED, position, position, weather)
        shown, image = started_and_cut(folder, disk, cached, mark, cut)
        check(folder, image, promised, shown)
