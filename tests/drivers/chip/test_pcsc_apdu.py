"""Commands to chip cards: only a few may be sent, whoever asks and whatever the card says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.chip.pcsc.apdu import (
    ALLOWED,
    Answer,
    Exchange,
    ForbiddenCommandError,
    require_allowed,
)
from drivers.chip.pcsc.reading import PPSE


class Script:
    """A card that gives these answers, and keeps what it was sent."""

    def __init__(self, *answers):
        self.answers = [bytes.fromhex(answer) for answer in answers]
        self.sent = []

    def __call__(self, command):
        self.sent.append(command.hex().upper())
        return self.answers.pop(0)


@pytest.mark.parametrize("instruction", sorted(set(range(256)) - ALLOWED))
def test_no_other_instruction_is_ever_sent(instruction):
    card = Script()
    with pytest.raises(ForbiddenCommandError):
        Exchange(card, t0=True)._send(bytes([0x00, instruction, 0, 0, 0]))
    assert card.sent == []


def test_the_list_is_select_read_binary_and_get_response():
    assert {0xA4, 0xB0, 0xC0} == ALLOWED


@pytest.mark.parametrize(
    "command",
    [
        "",
        "00A4",
        "80A4040000",  # another class
        "0CB0000008",  # secure messaging
        "00B000000401020304",  # data where none belongs
        "00A404000E32504159",  # shorter than it says
        "00A40000023F000102",  # longer than it says
        "00D6000003112233",  # UPDATE BINARY
        "00B2010C00",  # READ RECORD
        "80A80000028300",  # GET PROCESSING OPTIONS
        "80CA9F7F00",  # GET DATA
        "0082000008" + "00" * 8,  # EXTERNAL AUTHENTICATE
    ],
)
def test_what_writes_or_reads_records_is_refused_before_it_is_sent(command):
    with pytest.raises(ForbiddenCommandError):
        require_allowed(bytes.fromhex(command))


@given(st.binary(max_size=40))
def test_any_bytes_are_on_the_list_or_refused(command):
    try:
        require_allowed(command)
    except ForbiddenCommandError:
        return
    assert command[0] == 0
    assert command[1] in ALLOWED


def test_a_select_is_sent_as_published(published):
    card = Script("9000")
    Exchange(card, t0=False).select_name(PPSE)
    assert bytes.fromhex(card.sent[0]) == published["SELECT PPSE"]


def test_on_t0_a_command_carries_data_or_asks_for_some_never_both():
    card = Script("611A", "6F0084009000")
    answer = Exchange(card, t0=True).select_name(PPSE)
    assert card.sent == ["00A404000E325041592E5359532E4444463031", "00C000001A"]
    assert answer.ok


def test_what_is_ready_in_pieces_is_fetched_in_pieces():
    card = Script("AA6102", "BBCC6101", "DD9000")
    assert Exchange(card, t0=True).read_binary(4).data == bytes.fromhex("AABBCCDD")
    assert card.sent[1:] == ["00C0000002", "00C0000001"]


def test_a_length_the_card_corrects_is_asked_again():
    card = Script("6C08", "00002710000000019000")
    answer = Exchange(card, t0=True).read_binary(45, short_file=2)
    assert answer.data.hex() == "0000271000000001"
    assert card.sent == ["00B082002D", "00B0820008"]


def test_a_card_that_has_more_for_ever_is_left():
    card = Script(*["AA61FF"] * 50)
    assert not Exchange(card, t0=True).read_binary(4).ok
    assert len(card.sent) < 12


def test_a_length_corrected_for_ever_is_left():
    card = Script("6C08", "6C08")
    assert Exchange(card, t0=True).read_binary(4) == Answer(b"", 0x6C08)


@pytest.mark.parametrize("said", ["", "90"])
def test_an_answer_without_status_is_no_yes(said):
    assert not Exchange(Script(said), t0=True).read_binary(4).ok


def test_an_offset_beyond_a_byte_goes_into_both_parameters():
    card = Script("9000")
    Exchange(card, t0=True).read_binary(16, offset=0x0123)
    assert card.sent == ["00B0012310"]


def test_an_answer_hides_its_data_and_words_its_status():
    answer = Answer(b"secret", 0x6982)
    assert "secret" not in repr(answer)
    assert answer.meaning == "it asks for a key first (6982)"
    assert Answer(b"", 0x1234).meaning == "refused (1234)"
