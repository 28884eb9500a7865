"""Judging the medium below a file system by what it says of itself in /sys.

`life_time` and `pre_eol_info` are the registers of eMMC 5.0 (JEDEC JESD84-B50), which SD cards do
not have; the rest is what cards have in their CID register.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from edge.doctor.findings import Finding, bad, good, note

_EXCEEDED = 0x0B


class Kind(StrEnum):
    """What kinds of medium differ in how fast a sync can be."""

    SD = "SD card"
    EMMC = "eMMC"
    NVME = "NVMe disk"
    SPINNING = "spinning disk"
    SOLID = "solid-state disk"
    VIRTUAL = "virtual disk"
    UNKNOWN = "unknown medium"


@dataclass(frozen=True, slots=True)
class Medium:
    """A block device. `attributes` are its files below /sys/block, by their relative names."""

    block: str
    attributes: Mapping[str, str]

    @property
    def kind(self) -> Kind:
        """What it is."""
        if self.block.startswith("mmcblk"):
            return Kind.SD if self.attributes.get("device/type") == "SD" else Kind.EMMC
        if self.block.startswith(("vd", "xvd")) or self._vendor in ("QEMU", "VMware", "Msft"):
            return Kind.VIRTUAL
        if self.block.startswith("nvme"):
            return Kind.NVME
        if self.block.startswith("sd"):
            spins = self.attributes.get("queue/rotational") == "1"
            return Kind.SPINNING if spins else Kind.SOLID
        return Kind.UNKNOWN

    @property
    def _vendor(self) -> str:
        return self.attributes.get("device/vendor", "")

    @property
    def described(self) -> str:
        """What a person calls it: kind, name, maker's numbers, date."""
        named = self.attributes.get("device/name") or self.attributes.get("device/model", "")
        maker = self.attributes.get("device/manfid", "")
        made = self.attributes.get("device/date", "")
        parts = [
            f"{self.kind} {self.block}",
            named,
            f"maker {maker}" if maker else "",
            f"made {made}" if made else "",
        ]
        return ", ".join(part for part in parts if part)


def judge_medium(medium: Medium) -> list[Finding]:
    """Judge what the medium says of itself."""
    found = [good("medium", medium.described)]
    if medium.kind is Kind.VIRTUAL:
        said = "the machine below decides what a sync means"
        found = [note("medium", f"{medium.described}: {said}")]
    if medium.attributes.get("removable") == "1":
        found.append(note("medium", "removable: somebody may take it out while the hall runs"))
    return [*found, *_reserve_blocks(medium), *_wear(medium)]


def _reserve_blocks(medium: Medium) -> list[Finding]:
    match _number(medium.attributes.get("device/pre_eol_info", "")):
        case 2:
            return [note("wear", "80 % of the reserve blocks are used up", "plan a new one")]
        case 3:
            return [bad("wear", "90 % of the reserve blocks are used up", "replace it now")]
    return []


def _wear(medium: Medium) -> list[Finding]:
    worst = max(map(_number, medium.attributes.get("device/life_time", "").split()), default=0)
    if worst >= _EXCEEDED:
        return [bad("wear", "past the life its maker expected", "replace it now")]
    if worst >= 9:
        return [note("wear", f"{worst * 10} % of its life is used up", "plan a new one")]
    if worst:
        return [good("wear", f"up to {worst * 10} % of its life is used up")]
    return []


def _number(text: str) -> int:
    try:
        return int(text, 16)
    except ValueError:
        return 0
