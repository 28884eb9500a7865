"""The terminal application: workers ask the hall and post messages, handlers move the bench."""

import asyncio
import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from textual import work
from textual.app import App

from edge.api import shapes
from edge.client import HallClient, HallError
from edge.engineer import bench as rules
from edge.engineer import messages, words
from edge.engineer.bench import Bench, Recording
from edge.engineer.follow import Follower
from edge.engineer.ports import Ports
from edge.engineer.screens.asking import TextScreen, YesNoScreen
from edge.engineer.screens.devices import DevicesScreen
from edge.engineer.screens.scan import ScanScreen
from edge.engineer.screens.watch import WatchScreen
from edge.engineer.shown import SelfTested
from edge.recording import new_recording, record
from edge.staff.desk import Said, Tone
from edge.staff.patience import Patience
from edge.staff.theme import THEME
from edge.staff.words import refusal


class EngineerApp(App[None]):
    """One engineer's terminal at one hall."""

    CSS_PATH = "engineer.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self, client: HallClient, patience: Patience | None = None, ports: Ports | None = None
    ) -> None:
        super().__init__()
        self.animation_level = "none"  # the link may be thin
        self.bench = Bench()
        self.devices = DevicesScreen()
        self._client = client
        self._patience = patience or Patience()
        self._ports = ports or Ports()
        self._follower = Follower(client, self.post_message, self._patience)

    async def on_mount(self) -> None:
        self.register_theme(THEME)
        self.theme = THEME.name
        await self.push_screen(self.devices)
        self._follow()

    # --- the engineer ---

    def on_devices_screen_asked(self, asked: DevicesScreen.Asked) -> None:
        doing = {"t": self._ask_test, "w": self._ask_watch, "r": self._ask_record}
        doing.get(asked.key, self._ask_note)(asked.device)

    def on_devices_screen_scan_asked(self) -> None:
        hall = self.bench.hall.health.name if self.bench.hall else ""
        self.push_screen(ScanScreen(self._ports, hall, self._moment))

    def _ask_test(self, device: str) -> None:
        if self._refused(rules.why_not_test(self.bench, device)):
            return
        known = self.bench.device(device)
        asked = words.TEST_ASKED.get(known.kind) if known else None
        if asked is None:
            self._begin_test(device)
        else:
            self.push_screen(YesNoScreen(asked), lambda yes: self._begin_test(device, go=bool(yes)))

    def _begin_test(self, device: str, *, go: bool = True) -> None:
        if go and not self._refused(rules.why_not_test(self.bench, device)):
            self._move(rules.test_begun(self.bench, device))
            self._test(device)

    def _ask_watch(self, device: str) -> None:
        if not self._refused(rules.why_not(self.bench)):
            self.push_screen(WatchScreen(self._client, device, self._patience))

    def _ask_record(self, device: str) -> None:
        if self.bench.recording is not None:
            self.workers.cancel_group(self, "record")
        elif not self._refused(rules.why_not(self.bench)):
            known = self.bench.device(device)
            cards = [words.CARDS_TOO] if known and known.kind in ("reader", "chip") else []
            asked = (words.FILE_ASKED, words.FILE_NOTED, *cards)
            proposal = f"{device}-{self._moment().replace(' ', '-').replace(':', '')}.capture"
            self.push_screen(
                TextScreen(*asked, proposal=proposal), lambda name: self._begin_record(device, name)
            )

    def _begin_record(self, device: str, name: str | None) -> None:
        if not name:
            return
        try:
            file = new_recording(Path(name), device)
        except OSError as error:
            self._say(Said(words.as_it_is(f"{name}: {error.strerror}"), Tone.WARNING))
            return
        self._move(replace(self.bench, recording=Recording(device)))
        self._record(device, file)

    def _ask_note(self, device: str) -> None:
        if not self._refused(rules.why_not_note(self.bench, device)):
            asked = words.NOTE_ASKED.about(device=device)
            self.push_screen(TextScreen(asked), lambda note: self._begin_note(device, note))

    def _begin_note(self, device: str, note: str | None) -> None:
        if note is not None:
            units = [fault.unit for fault in self.bench.faults_of(device)]
            self._note(device, units, note)

    # --- the hall ---

    def on_hall_seen(self, seen: messages.HallSeen) -> None:
        self._move(rules.seen(self.bench, seen.hall))

    def on_hall_lost(self) -> None:
        if self.bench.linked or self.bench.hall is None:
            self._move(rules.lost(self.bench))

    def on_device_tested(self, answer: messages.DeviceTested) -> None:
        self._move(rules.test_ended(self.bench, answer.device, answer.tested))
        self._follower.look_soon()

    def on_happened(self, happened: messages.Happened) -> None:
        self._say(happened.said)
        self._follower.look_soon()

    def on_piece_recorded(self) -> None:
        recording = self.bench.recording
        if recording is not None:
            counted = replace(recording, pieces=recording.pieces + 1)
            self._move(replace(self.bench, recording=counted))

    def on_recording_ended(self, ended: messages.RecordingEnded) -> None:
        if ended.unused is not None:
            ended.unused.unlink(missing_ok=True)
        self._move(replace(self.bench, recording=None, said=ended.said))

    # --- workers ---

    @work(group="follow")
    async def _follow(self) -> None:
        await self._follower.run()

    @work(group="test")
    async def _test(self, device: str) -> None:
        try:
            found = await self._client.test_device(device)
            findings = tuple((finding.ok, finding.said) for finding in found.findings)
        except HallError as error:
            findings = ((False, str(error)),)
        self.post_message(
            messages.DeviceTested(device, SelfTested(self._ports.wall_ms(), findings))
        )

    @work(group="note")
    async def _note(self, device: str, units: list[str], note: str) -> None:
        said = Said(words.NOTED.about(device=device), Tone.DONE)
        try:
            for unit in units:
                body = shapes.Acknowledgement(
                    device=device, unit=unit, note=note, by=self._ports.who()
                )
                await self._client.acknowledge_fault(body, self._ports.new_key())
        except HallError as error:
            said = Said(refusal(error.code, str(error)), Tone.WARNING)
        self.post_message(messages.Happened(said))

    @work(group="record")
    async def _record(self, device: str, file: TextIO) -> None:
        pieces = 0

        def count() -> None:
            nonlocal pieces
            pieces += 1
            self.post_message(messages.PieceRecorded())

        with file:
            try:
                await record(self._client, device, file, count)
            except asyncio.CancelledError:
                said = Said(words.RECORDED.about(device=device, pieces=str(pieces)), Tone.DONE)
                self.post_message(messages.RecordingEnded(said))
                raise
            except HallError as error:
                said = Said(refusal(error.code, str(error)), Tone.WARNING)
                unused = None if pieces else Path(file.name)
                self.post_message(messages.RecordingEnded(said, unused))

    # --- the bench and its screen ---

    def _refused(self, reason: Said | None) -> bool:
        if reason is not None:
            self._say(reason)
        return reason is not None

    def _say(self, said: Said) -> None:
        self._move(replace(self.bench, said=said))

    def _move(self, bench: Bench) -> None:
        if bench != self.bench:
            self.bench = bench
            if self.is_running and self.devices.is_mounted:
                self.devices.show_bench(bench, self._ports.wall_ms())

    def _moment(self) -> str:
        at = dt.datetime.fromtimestamp(self._ports.wall_ms() / 1000).astimezone()
        return at.strftime("%Y-%m-%d %H:%M")
