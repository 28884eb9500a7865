"""udev rules that give each adapter a name of its own, proposed from what is plugged in now."""

import re
from collections import Counter
from collections.abc import Iterable

from drivers.transports.usb import UsbAdapter
from edge.provisioning.places import Entry
from edge.provisioning.survey import Finding

HEADER = (
    "# Stable names for this hall's serial adapters: /dev/atrium/NAME.\n"
    "# Copy to /etc/udev/rules.d/70-atrium.rules, then:\n"
    "#   udevadm control --reload && udevadm trigger\n"
)
_UNSAFE = re.compile(r"[^A-Za-z0-9_.:-]")


def propose(findings: Iterable[Finding]) -> str:
    """Return a rules file. Adapters without a serial number of their own go by their socket."""
    adapters = [
        (finding, finding.sighting.place.adapter)
        for finding in findings
        if finding.sighting.place.entry is Entry.SERIAL
    ]
    called = Counter(adapter.name for _finding, adapter in adapters if adapter)
    lines = [HEADER]
    taken = Counter[str]()
    for finding, adapter in adapters:
        if adapter is None:
            continue
        kind = finding.kind or "unknown"
        taken[kind] += 1
        lines.append(
            f"# {_remark(finding.reason)}\n"
            f'SUBSYSTEM=="tty", {_which(adapter, alone=called[adapter.name] == 1)}, '
            f'SYMLINK+="atrium/{kind}-{taken[kind]}", GROUP="atrium", MODE="0660"\n'
        )
    return "\n".join(lines)


def _which(adapter: UsbAdapter, *, alone: bool) -> str:
    if not (adapter.serial_number and alone):
        return f'KERNELS=="{_quoted(adapter.socket)}"'
    return (
        f'ATTRS{{idVendor}}=="{adapter.vid:04x}", ATTRS{{idProduct}}=="{adapter.pid:04x}", '
        f'ATTRS{{serial}}=="{_quoted(adapter.serial_number)}"'
    )


def _quoted(text: str) -> str:
    # What a device says of itself becomes part of a rule that root's udev follows.
    return _UNSAFE.sub("?", text)


def _remark(text: str) -> str:
    return " ".join(text.split())
