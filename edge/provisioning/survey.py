"""The hall's survey (调研): each device found, and whether it works, needs adapting, or must go."""

import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from drivers.contract import LineSettings
from drivers.shipped import shipped_folder
from edge.provisioning.places import Entry, Place
from edge.provisioning.scanning import Sighting


class Verdict(StrEnum):
    """What becomes of a device in the new hall."""

    WORKS = "works as it is"
    ADAPT = "adapt"
    REPLACE = "replace"
    LOOK = "look at it"
    FREE = "nothing there"


IN_CHINESE: Mapping[Verdict, str] = {
    Verdict.WORKS: "可直接使用",
    Verdict.ADAPT: "需适配",
    Verdict.REPLACE: "需更换",
    Verdict.LOOK: "待人工确认",
    Verdict.FREE: "空闲端口",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A line of the survey. `settings` is what to write into the configuration, if anything."""

    sighting: Sighting
    verdict: Verdict
    reason: str
    kind: str = ""
    protocol: str = ""

    def settings(self, number: int) -> str:
        """Return the configuration's block for this device, the `number`th of its kind."""
        line = self.sighting.line or LineSettings()
        # A JSON string is a TOML string: what a device calls itself stays one.
        port = json.dumps(self.sighting.place.name, ensure_ascii=False)
        baud = f"baudrate = {line.baudrate}\n" if self.sighting.place.entry is Entry.SERIAL else ""
        return (
            f'[[devices]]\nid = "{self.kind}-{number}"\nkind = "{self.kind}"\n'
            f'protocol = "{self.protocol}"\nport = {port}\n{baud}'
        )


@dataclass(frozen=True, slots=True)
class KnownUsb:
    """What is known of a USB device by its numbers, before it has answered anything."""

    verdict: Verdict
    reason: str


def known_usb(path: Path | None = None) -> dict[tuple[int, int], KnownUsb]:
    """Return the shipped list of USB devices, by vendor and product. Raises `OSError`."""
    file = path or shipped_folder("survey") / "usb.toml"
    content: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    return {
        (int(entry["vid"], 16), int(entry["pid"], 16)): KnownUsb(
            Verdict(entry["verdict"]), str(entry["reason"])
        )
        for entry in content["usb"]
    }


def judge(sighting: Sighting, usb: Mapping[tuple[int, int], KnownUsb]) -> Finding:
    """Return the verdict on what was seen at a place."""
    place, probe = sighting.place, sighting.probe
    if probe is not None:
        reason = f"{sighting.said}; answers at {_line(sighting)}"
        return Finding(sighting, Verdict.WORKS, reason, probe.kind.value, probe.protocol)
    known = _known(place, usb)
    if known is not None:
        return Finding(sighting, known.verdict, known.reason)
    return _unknown(sighting)


def _known(place: Place, usb: Mapping[tuple[int, int], KnownUsb]) -> KnownUsb | None:
    return usb.get((place.adapter.vid, place.adapter.pid)) if place.adapter else None


def _line(sighting: Sighting) -> str:
    line = sighting.line
    if line is None or sighting.place.entry is not Entry.SERIAL:
        return sighting.place.name
    return f"{line.baudrate} {line.bytesize}{line.parity}{line.stopbits}"


def _unknown(sighting: Sighting) -> Finding:
    place = sighting.place
    if place.entry is Entry.KEYBOARD:
        reason = "types like a keyboard: a scanner in wedge mode, or a real keyboard"
        return Finding(sighting, Verdict.WORKS, reason, "scanner", "hid")
    if place.entry is Entry.CAMERA:
        reason = "a camera: reads codes in a worker"
        return Finding(sighting, Verdict.WORKS, reason, "scanner", "camera")
    if sighting.trouble:
        return Finding(sighting, Verdict.LOOK, sighting.trouble)
    if sighting.heard:
        said = sighting.heard.hex(" ").upper()
        reason = f"says something that no driver knows ({said}): record it with atrium wire sniff"
        return Finding(sighting, Verdict.ADAPT, reason)
    reason = (
        "nobody answers: nothing plugged in or switched off, or a device that only listens, such as"
        " a strip screen: try its profile (docs/devices/strip.md)"
    )
    return Finding(sighting, Verdict.LOOK if place.adapter else Verdict.FREE, reason)


def report(findings: Iterable[Finding], hall: str, when: str) -> str:
    """Return the survey as a Markdown page."""
    found = list(findings)
    rows = [
        f"| {_cell(each.sighting.place.name)} | {_cell(each.sighting.place.product)} "
        f"| {each.kind or '–'} {each.protocol} "
        f"| {IN_CHINESE[each.verdict]} {each.verdict.value} | {_cell(each.reason)} |"
        for each in found
    ]
    counts = ", ".join(
        f"{IN_CHINESE[verdict]} {verdict.value}: {number}"
        for verdict in Verdict
        if (number := sum(each.verdict is verdict for each in found))
    )
    blocks = list(_blocks(found))
    return "\n".join(
        [
            f"# 设备调研 Device survey: {hall}",
            "",
            f"{when}. {counts or 'nothing was found'}.",
            "",
            "| 端口 port | 产品 product | 设备 device | 结论 verdict | 依据 reason |",
            "|---|---|---|---|---|",
            *rows,
            "",
            *(["## For the configuration", "", "```toml", *blocks, "```", ""] if blocks else []),
        ]
    )


def _blocks(findings: Iterable[Finding]) -> Iterator[str]:
    numbers: Counter[str] = Counter()
    for finding in findings:
        if finding.protocol:
            numbers[finding.kind] += 1
            yield finding.settings(numbers[finding.kind])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
