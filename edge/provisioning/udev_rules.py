"""udev rules that give each adapter a name of its own, proposed from what is plugged in now."""

import re
from collections.abc import Iterable

from edge.provisioning.places import Entry
from edge.provisioning.survey import Finding

HEADER = (
    "# Stable names for this hall's serial adapters: /dev/atrium/NAME.\n"
    "# Copy to /etc/udev/rules.d/70-atrium.rules, then:\n"
    "#   udevadm control --reload && udevadm trigger\n"
)
_UNSAFE = re.compile(r"[^A-Za-z0-9_.:-]")


def propose(findings: Iterable[Finding]) -> str:
    """Return a rules file. Adapters without a serial number are known by their socket."""
    lines = [HEADER]
    taken: dict[str, int] = {}
    for finding in findings:
        place = finding.sighting.place
        adapter = place.adapter
        if place.entry is not Entry.SERIAL or adapter is None:
            continue
        kind = finding.kind or "unknown"
        taken[kind] = taken.get(kind, 0) + 1
        where = (
            f'ATTRS{{idVendor}}=="{adapter.vid:04x}", ATTRS{{idProduct}}=="{adapter.pid:04x}", '
            f'ATTRS{{serial}}=="{_quoted(adapter.serial_number)}"'
            if adapter.serial_number
            else f'KERNELS=="{_quoted(adapter.socket)}"'
        )
        lines.append(
            f"# {_remark(finding.reason)}\n"
            f'SUBSYSTEM=="tty", {where}, SYMLINK+="atrium/{kind}-{taken[kind]}", '
            'GROUP="atrium", MODE="0660"\n'
        )
    return "\n".join(lines)


def _quoted(text: str) -> str:
    # What a device says of itself becomes part of a rule that root's udev follows.
    return _UNSAFE.sub("?", text)


def _remark(text: str) -> str:
    return " ".join(text.split())
