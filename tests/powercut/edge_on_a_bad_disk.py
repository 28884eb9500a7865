"""`atrium`, on a disk that has the fault ATRIUM_FAULT for as long as the file ATRIUM_FAULT_AT lies.

Run by `test_process_on_a_bad_disk.py` as a process of its own.
"""

import os
from pathlib import Path

from bad_disk import FAULTS
from sqlite_vfs import Call, Go, between

from edge.cli import main


def through(call: Call, go: Go) -> int:
    return fault(call, go) if at.exists() else go()


fault, at = FAULTS[os.environ["ATRIUM_FAULT"]], Path(os.environ["ATRIUM_FAULT_AT"])
with between(through):
    main()
