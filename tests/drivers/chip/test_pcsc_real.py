"""The worker's device on a real pcscd with a virtual reader: good days, and its bad ones."""

import contextlib
import os
import queue
import threading

import pytest
import real_pcscd
from real_pcscd import DEADLINE_S, InsertedCard, RealPcscd, until

from drivers.chip.pcsc.card import ATR, VirtualCard, bank_card, purchase_card
from drivers.chip.pcsc.device import PcscDevice
from drivers.chip.pcsc.options import PcscOptions
from drivers.chip.pcsc.profile import load_profile
from drivers.chip.pcsc.scard import SlotState, conversation
from drivers.chip.pcsc.trouble import NoPcscdError
from drivers.contract import (
    CardTrouble,
    CardTroubled,
    ChipCardKind,
    ChipCardSeen,
    Health,
    PurchaseCard,
    PurchaseCardRead,
)
from drivers.workers.device import Desk

pytestmark = pytest.mark.real("pcscd")

READER = "Virtual PCD 00 00"
ATR_HEX = ATR.hex().upper()


class Bench:
    """A device in its thread, on a pcscd of its own."""

    def __init__(self, pcscd, options):
        self.pcscd = pcscd
        self.device = PcscDevice(options)
        self.events = queue.SimpleQueue()
        self.healths = []
        self._stopping = threading.Event()
        self._inserted = []
        desk = Desk(self._be, self.events.put, self._stopping)
        self._thread = threading.Thread(target=self.device.run, args=(desk,), daemon=True)
        self._thread.start()

    def _be(self, health, detail):
        if self.healths[-1:] != [(health, detail)]:
            self.healths.append((health, detail))

    def until_health(self, health):
        until(lambda: self.healths and self.healths[-1][0] is health, f"health {health}")

    def heard(self):
        return self.events.get(timeout=DEADLINE_S)

    def insert(self, card, **how):
        inserted = InsertedCard(card, self.pcscd.port, **how)
        self._inserted.append(inserted)
        return inserted

    def end(self):
        for card in self._inserted:
            card.pull()
        self._stopping.set()
        self._thread.join(DEADLINE_S)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    if not real_pcscd.can_run():
        pytest.skip("SKIPPED A REAL PART: pcscd needs a mount namespace of its own")
    where = tmp_path_factory.mktemp("pcscd")
    with pytest.MonkeyPatch.context() as patched:
        # The library looks once: all tests of a process share the place.
        patched.setenv("PCSCLITE_CSOCK_NAME", str(where / "run" / "pcscd.comm"))
        yield where


@pytest.fixture
def pcscd(place):
    service = RealPcscd(place)
    yield service
    service.kill()
    service.clean()


@pytest.fixture
def bench(pcscd, profile_file):
    with contextlib.ExitStack() as stack:

        def made(**options):
            on = Bench(pcscd, PcscOptions(**{"profile": str(profile_file)} | options))
            stack.callback(on.end)
            return on

        yield made


@pytest.fixture
def running(pcscd, bench):
    pcscd.plug_reader()
    pcscd.start()
    on = bench()
    on.until_health(Health.ONLINE)
    return on


def test_cards_of_each_kind_are_told_by_atr_and_files(running, profile_file):
    cards = {
        ChipCardKind.UNKNOWN: VirtualCard(),
        ChipCardKind.BANK: bank_card(),
        ChipCardKind.PURCHASE: purchase_card(load_profile(profile_file), customer="000000004711"),
    }
    for times, (kind, card) in enumerate(cards.items(), 1):
        inserted = running.insert(card)
        assert running.heard() == ChipCardSeen(kind, ATR_HEX)
        if kind is ChipCardKind.PURCHASE:
            assert running.heard() == PurchaseCardRead(
                PurchaseCard("000000004711", "000000000001", "purchase", 1, 10000)
            )
        inserted.pull()
        _until_out(times)
    assert running.events.empty()
    assert running.healths == [(Health.ONLINE, READER)]


def _slot():
    with conversation() as pcsc:
        return pcsc.wait(READER, SlotState(), 0.1)


def _until_out(times):
    # pcscd looks every 0.4 s, and a card changed sooner than that is the same card to it: what it
    # has noticed it has counted, going in and coming out.
    until(lambda: _slot().counted >= 2 * times, "the card is out")


def test_a_card_pulled_while_it_is_read_is_trouble_and_the_next_one_is_read(running, profile_file):
    card = purchase_card(load_profile(profile_file))
    running.insert(card, pulled_at=5)
    found = [running.heard()]
    while not isinstance(found[-1], CardTroubled):
        found.append(running.heard())
    assert found[-1].trouble is CardTrouble.UNREADABLE
    assert not any(isinstance(event, PurchaseCardRead) for event in found)
    _until_out(1)
    running.insert(bank_card())
    assert running.heard() == ChipCardSeen(ChipCardKind.BANK, ATR_HEX)
    assert running.healths == [(Health.ONLINE, READER)]


def test_pcscd_killed_and_restarted_is_lost_once_and_back_once(running):
    running.pcscd.kill()
    running.until_health(Health.OFFLINE)
    running.pcscd.start()
    running.until_health(Health.ONLINE)
    running.insert(bank_card())
    assert running.heard() == ChipCardSeen(ChipCardKind.BANK, ATR_HEX)
    assert [health for health, _detail in running.healths] == [
        Health.ONLINE,
        Health.OFFLINE,
        Health.ONLINE,
    ]
    assert "systemctl start pcscd.socket" in running.healths[1][1]


def test_a_reader_that_is_gone_is_said_and_is_found_again(running):
    running.pcscd.kill()
    running.pcscd.pull_reader()
    running.pcscd.start()
    running.until_health(Health.NO_DEVICE)
    assert running.healths[-1] == (Health.NO_DEVICE, "no reader is plugged in")
    assert [found.said for found in running.device.test()] == [
        "pcscd answers",
        "readers: none",
        "purchase cards read: South Grid user card, local tariffs",
    ]
    running.pcscd.kill()
    running.pcscd.plug_reader()
    running.pcscd.start()
    running.until_health(Health.ONLINE)


def test_a_card_that_another_program_holds_is_waited_for(running, pcscd, bench):
    with conversation() as pcsc:
        running.end()
        inserted = InsertedCard(bank_card(), pcscd.port)
        until(lambda: _slot().present, "the card is in")
        with pcsc.card(READER):
            waiting = bench(busy_s=0.4)
            waiting.until_health(Health.DEVICE_BUSY)
            assert waiting.heard() == CardTroubled(
                CardTrouble.UNREADABLE, "another program has the card to itself"
            )
        waiting.until_health(Health.ONLINE)
    inserted.pull()


def test_the_self_test_says_what_is_in_the_reader(running):
    running.insert(bank_card())
    assert running.heard() == ChipCardSeen(ChipCardKind.BANK, ATR_HEX)
    said = [found.said for found in running.device.test()]
    assert f"watching {READER}, in it: a card, ATR {ATR_HEX}" in said


def test_a_reader_by_another_name_is_not_taken(running, bench):
    other = bench(reader="ACS ACR39U")
    other.until_health(Health.NO_DEVICE)
    assert "no reader is called ACS ACR39U: Virtual PCD" in other.healths[-1][1]


def test_without_pcscd_the_error_says_how_to_start_it(pcscd, bench):
    assert not os.path.exists(pcscd.socket)  # noqa: PTH110
    with pytest.raises(NoPcscdError, match="systemctl start"), conversation():
        pass
    bench().until_health(Health.OFFLINE)
