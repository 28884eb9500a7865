"""What a card is and what stands on it, on virtual cards, seen as the worker sees real ones."""

import dataclasses

import pytest

from drivers.chip.pcsc.apdu import ALLOWED, READ_BINARY, SELECT, Exchange
from drivers.chip.pcsc.card import ATR, VirtualCard, bank_card, purchase_card
from drivers.chip.pcsc.profile import (
    ParameterFile,
    Place,
    PurchaseProfile,
    WalletFile,
    load_profile,
)
from drivers.chip.pcsc.purchase import ContentError, parameters_in, unwrapped, wallet_in, wrapped
from drivers.chip.pcsc.reading import look_at
from drivers.chip.pcsc.trouble import CardRemovedError
from drivers.contract import (
    CardTrouble,
    CardTroubled,
    ChipCardKind,
    ChipCardSeen,
    PurchaseCard,
    PurchaseCardRead,
)

PROFILE = PurchaseProfile(
    directories=("3F00", "DF01"),
    parameters=ParameterFile(short_file=1),
    wallet=WalletFile(short_file=2),
)
BY_FILES = PurchaseProfile(
    application="D15600000500",
    parameters=ParameterFile(file="0001", command=3, length_field="bcd"),
    wallet=WalletFile(file="0002"),
)
ATR_HEX = ATR.hex().upper()


def looked_at(card, profile=PROFILE, *, t0=True):
    return list(look_at(Exchange(card.respond, t0=t0), card.atr, profile))


@pytest.mark.parametrize("profile", [PROFILE, BY_FILES])
@pytest.mark.parametrize("t0", [True, False])
@pytest.mark.parametrize("teasing", [True, False])
def test_a_purchase_card_is_known_and_read(profile, t0, teasing):
    card = purchase_card(profile, customer="000000004711", meter="000000000815", count=7)
    card.teasing = teasing
    assert looked_at(card, profile, t0=t0) == [
        ChipCardSeen(ChipCardKind.PURCHASE, ATR_HEX),
        PurchaseCardRead(PurchaseCard("000000004711", "000000000815", "purchase", 7, 10000)),
    ]


def test_without_a_profile_a_purchase_card_is_unknown_and_no_file_is_read():
    card = purchase_card(PROFILE)
    assert looked_at(card, None) == [ChipCardSeen(ChipCardKind.UNKNOWN, ATR_HEX)]
    assert all(command[1] == SELECT for command in card.heard)


@pytest.mark.parametrize("profile", [None, PROFILE])
def test_a_bank_card_is_known_by_its_directory_and_nothing_on_it_is_read(profile):
    card = bank_card()
    assert looked_at(card, profile) == [ChipCardSeen(ChipCardKind.BANK, ATR_HEX)]
    assert READ_BINARY not in {command[1] for command in card.heard}


def test_a_bank_card_that_is_a_purchase_card_too_is_left_alone():
    both = purchase_card(PROFILE)
    both.names = bank_card().names
    assert looked_at(both) == [ChipCardSeen(ChipCardKind.BANK, ATR_HEX)]
    assert READ_BINARY not in {command[1] for command in both.heard}


def test_a_card_without_any_of_it_is_unknown():
    assert looked_at(VirtualCard()) == [ChipCardSeen(ChipCardKind.UNKNOWN, ATR_HEX)]


def test_nothing_but_the_allowed_is_sent_to_any_card():
    for card in (purchase_card(PROFILE), bank_card(), VirtualCard(), purchase_card(BY_FILES)):
        for profile in (None, PROFILE, BY_FILES):
            looked_at(card, profile)
        assert {command[1] for command in card.heard} <= ALLOWED


def test_a_card_without_a_wallet_file_in_its_profile_is_read_without():
    profile = dataclasses.replace(PROFILE, wallet=None)
    read = looked_at(purchase_card(profile), profile)[1].card
    assert (read.bought_fen, read.purchase_count) == (None, None)


def test_a_card_that_asks_for_a_key_says_so():
    card = purchase_card(PROFILE)
    card.locked = True
    assert looked_at(card)[1] == CardTroubled(
        CardTrouble.UNREADABLE, "parameter file: it asks for a key first (6982)"
    )


def test_a_card_whose_files_are_missing_says_which():
    card = purchase_card(PROFILE)
    del card.short_files[2]
    assert looked_at(card)[1] == CardTroubled(
        CardTrouble.UNREADABLE, "wallet file: no such file (6A82)"
    )


@pytest.mark.parametrize("after", range(6))
def test_a_card_taken_out_while_it_is_read_says_so_and_ends_there(after):
    card, left = purchase_card(PROFILE), iter(range(after))

    def transmit(command):
        if next(left, None) is None:
            raise CardRemovedError("the card was taken out while it was read")
        return card.respond(command)

    found = list(look_at(Exchange(transmit, t0=True), ATR, PROFILE))
    assert found[-1] == CardTroubled(
        CardTrouble.UNREADABLE, "the card was taken out while it was read"
    )
    assert not any(isinstance(event, PurchaseCardRead) for event in found)


# --- the files ---


def test_the_published_parameter_file_is_read(published):
    assert parameters_in(published["parameter file"], PROFILE.parameters) == PurchaseCard(
        customer="000000000001", meter="000000000001", card_type="purchase"
    )


def test_the_published_wallet_file_is_read(published):
    assert wallet_in(published["wallet file"], PROFILE.wallet) == (10000, 1)


def test_every_flipped_bit_of_a_data_string_is_noticed(published):
    whole = published["parameter file"]
    for bit in range(8 * len(whole)):
        spoilt = bytearray(whole)
        spoilt[bit // 8] ^= 1 << bit % 8
        with pytest.raises(ContentError):
            unwrapped(bytes(spoilt), PROFILE.parameters)


def test_every_cut_of_a_data_string_is_noticed(published):
    whole = published["parameter file"]
    for size in range(len(whole)):
        with pytest.raises(ContentError):
            unwrapped(whole[:size], PROFILE.parameters)


@pytest.mark.parametrize("file", [PROFILE.parameters, BY_FILES.parameters])
def test_a_data_string_comes_out_as_it_went_in(file):
    assert unwrapped(wrapped(b"\x12" * 39, file), file) == b"\x12" * 39


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\x00" * 38, "38 bytes of data"),
        (b"\x00" * 26 + b"\xab" * 12 + b"\x02", "customer number: not all"),
    ],
)
def test_data_that_do_not_fit_the_profile_say_why_and_not_what(data, why):
    with pytest.raises(ContentError, match=why) as refused:
        parameters_in(wrapped(data, PROFILE.parameters), PROFILE.parameters)
    assert "ab" not in str(refused.value).replace("bab", "")


def test_a_wallet_file_that_is_too_short_says_so():
    with pytest.raises(ContentError, match="has 7 bytes only"):
        wallet_in(bytes(7), PROFILE.wallet)


def test_a_card_of_a_type_nobody_knows_is_of_unknown_type():
    card = purchase_card(PROFILE, card_type=9)
    assert looked_at(card)[1].card.card_type == "unknown"


# --- profiles ---


def test_the_shipped_profile_reads_the_published_file(profile_file, published):
    profile = load_profile(profile_file)
    assert parameters_in(published["parameter file"], profile.parameters).card_type == "purchase"
    assert profile.wallet is not None
    assert looked_at(purchase_card(profile), profile)[1].card.bought_fen == 10000
    assert profile.parameters.meter == Place(26, 6)
