"""The catalogue of planted bugs, and the switch that turns one of them on.

`pytest --plant NAME` calls `plant` before anything is collected. The product knows nothing of it.
"""

import atexit
import sys
from collections import Counter

from bugs_of_the_hall import HALL_BUGS
from bugs_of_the_journal import JOURNAL_BUGS
from bugs_of_the_link import LINK_BUGS
from bugs_of_the_screens import SCREEN_BUGS
from planting import Bug, plant_changes

BUGS: dict[str, Bug] = {
    bug.name: bug for bug in (*JOURNAL_BUGS, *HALL_BUGS, *SCREEN_BUGS, *LINK_BUGS)
}


class UnknownBugError(LookupError):
    """No bug of that name is in the catalogue."""


def plant(name: str) -> None:
    """Turn the bug on for this process; at its end say on stderr how often its lines have run.

    Raises `UnknownBugError`, `planting.DisarmedError`.
    """
    if name not in BUGS:
        raise UnknownBugError(f"no planted bug {name!r}; there are: {', '.join(BUGS)}")
    bug = BUGS[name]
    runs = Counter({change.where: 0 for change in bug.changes})
    plant_changes(bug.changes, lambda where: runs.update([where]))
    atexit.register(_tell, bug, runs)


def _tell(bug: Bug, runs: Counter[str]) -> None:
    for where, count in runs.items():
        sys.stderr.write(f"planted {bug.name}: ran {count} times in {where}\n")
