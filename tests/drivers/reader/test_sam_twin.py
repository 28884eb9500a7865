"""The reader's twin: it behaves as the published reader does, and wrongly on purpose."""

import json

import pytest

from drivers.reader.content import split_content
from drivers.reader.holder import holder_of
from drivers.reader.sam.codec import SamDecoder
from drivers.reader.sam.frames import (
    FIND,
    PREAMBLE,
    READ,
    READ_ADDRESS,
    READ_FINGERPRINT,
    RESET,
    SAM_NUMBER,
    SELECT,
    STATUS,
    Answer,
    Command,
    encode,
)
from drivers.reader.sam.twin import SamTwin
from drivers.reader.specimen import ImpossibleCardError
from drivers.reader.sw3 import Sw3
from drivers.reader.text_block import Document, split_block
from drivers.twins import UnknownActionError
from drivers.wire import Noise, Side


def heard(data: bytes) -> list[Answer | Noise]:
    decoder = SamDecoder(Side.DEVICE)
    return [*decoder.feed(data), *decoder.finish()]


def ask(twin: SamTwin, command: Command) -> Answer:
    (answer,) = heard(twin.receive(encode(command)))
    return answer


def codes(twin: SamTwin, *commands: Command) -> list[int]:
    return [ask(twin, command).sw3 for command in commands]


@pytest.fixture
def twin() -> SamTwin:
    return SamTwin(read_s=0.0)


def test_an_empty_glass_answers_as_published(twin, published):
    assert twin.receive(encode(STATUS)) == published["status OK"].data
    assert twin.receive(encode(FIND)) == published["find failed"].data
    assert twin.receive(encode(SELECT)) == published["select failed"].data
    assert twin.receive(encode(READ)) == published["read failed"].data


def test_a_lying_card_is_found_and_selected_as_published(twin, published):
    twin.lay_card()
    assert twin.receive(encode(FIND)) == published["find OK (IIN 00000000)"].data
    assert twin.receive(encode(SELECT)) == published["select OK (8-byte SN zero)"].data


@pytest.mark.parametrize("document", Document)
def test_every_document_has_an_invented_holder_who_passes_the_checks(twin, document):
    twin.lay_card(document=document)
    assert codes(twin, FIND, SELECT) == [Sw3.CARD_FOUND, Sw3.OK]
    content = split_content(ask(twin, READ).data)
    assert len(content.photo) == 1024
    assert holder_of(split_block(content.text)).document is document


def test_a_read_card_is_not_found_again_until_it_is_lifted(twin):
    twin.lay_card()
    assert codes(twin, FIND, SELECT, READ, FIND, SELECT) == [0x9F, 0x90, 0x90, 0x80, 0x81]
    twin.lift_card()
    assert codes(twin, FIND) == [0x80]
    twin.lay_card()
    assert codes(twin, FIND, SELECT, READ) == [0x9F, 0x90, 0x90]


def test_after_a_reset_a_card_that_lies_there_is_found_again(twin):
    twin.lay_card()
    assert codes(twin, FIND, SELECT, READ, RESET, FIND) == [0x9F, 0x90, 0x90, 0x90, 0x9F]


def test_the_newest_address_can_be_read_after_the_text(twin):
    twin.lay_card(newest_address="新址路8号")
    assert codes(twin, READ_ADDRESS, FIND, SELECT, READ) == [0x41, 0x9F, 0x90, 0x90]
    assert ask(twin, READ_ADDRESS).data.decode("utf-16-le") == "新址路8号"
    twin.lay_card()
    assert codes(twin, FIND, SELECT, READ_FINGERPRINT, READ_ADDRESS)[-1] == Sw3.NO_SUCH_CONTENT


def test_other_published_commands_are_answered(twin):
    assert len(ask(twin, SAM_NUMBER).data) == 16
    assert codes(twin, Command(0x60, 0x04), Command(0x61, 0xFF, b"\x50")) == [0x90, 0x90]
    assert twin.look()["baudrate"] == 9600


def test_an_unknown_command_is_refused(twin):
    assert codes(twin, Command(0xDC, 0x01)) == [Sw3.BAD_COMMAND]


def test_reading_takes_the_sam_its_time():
    twin = SamTwin(read_s=1.0)
    twin.lay_card()
    assert codes(twin, FIND, SELECT) == [0x9F, 0x90]
    assert twin.receive(encode(READ)) == b""
    assert twin.tick(60.0) == b""  # the time before the command was heard
    assert twin.tick(0.9) == b""
    assert twin.due_s == pytest.approx(0.1)
    (answer,) = heard(twin.tick(0.1))
    assert answer.sw3 == Sw3.OK
    assert twin.due_s is None


def test_commands_wait_for_the_one_before(twin):
    twin.slow_down(read_s=0.0, answer_s=0.5)
    assert twin.receive(encode(STATUS) + encode(FIND)) == b""
    twin.tick(0.0)
    assert [answer.sw3 for answer in heard(twin.tick(0.5))] == [Sw3.OK]
    twin.tick(0.0)
    assert [answer.sw3 for answer in heard(twin.tick(0.5))] == [Sw3.FIND_FAILED]


def test_a_card_lifted_while_the_sam_works_is_not_read():
    twin = SamTwin(read_s=1.0)
    twin.lay_card()
    codes(twin, FIND, SELECT)
    twin.receive(encode(READ))
    twin.tick(0.0)
    twin.lift_card()
    assert [answer.sw3 for answer in heard(twin.tick(1.0))] == [Sw3.READ_FAILED]


def test_a_card_can_be_pulled_between_select_and_read(twin):
    twin.lay_card()
    twin.act("pull_at_read")
    assert codes(twin, FIND, SELECT, READ, FIND) == [0x9F, 0x90, 0x41, 0x80]
    assert twin.look()["card"] is False


def test_a_broken_command_is_complained_of(twin, published):
    broken = encode(STATUS)[:-1] + b"\x00"
    assert heard(twin.receive(broken + encode(STATUS))) == [
        Answer(Sw3.HOST_CHECKSUM),
        Answer(Sw3.OK),
    ]
    assert twin.receive(published["BAD length find card (len 4)"].data) == b""
    twin.tick(0.0)
    assert heard(twin.tick(twin.due_s)) == [Answer(Sw3.HOST_LENGTH)]


def test_a_command_arrives_in_any_cut(twin):
    said = b"".join(twin.receive(bytes((byte,))) for byte in b"\x00\xaa" + encode(STATUS))
    assert heard(said) == [Answer(Sw3.OK)]


def test_an_answer_can_have_a_wrong_checksum(twin):
    twin.act("garble", answers=1)
    assert isinstance(heard(twin.receive(encode(STATUS)))[0], Noise)
    assert codes(twin, STATUS) == [Sw3.OK]


def test_garbage_can_stand_before_the_preamble(twin):
    twin.act("add_garbage", garbage="AAAAAA96", answers=1)
    assert heard(twin.receive(encode(STATUS))) == [
        Noise(PREAMBLE[:4], "no frame begins here"),
        Answer(Sw3.OK),
    ]


@pytest.mark.parametrize("sw3", Sw3)
def test_any_status_code_can_be_forced(twin, sw3):
    twin.act("refuse", sw3=f"{sw3:02X}", command="find card")
    assert codes(twin, FIND, STATUS) == [sw3, Sw3.OK]
    twin.act("refuse", sw3=f"{sw3:02X}")
    assert codes(twin, STATUS, RESET) == [sw3, sw3]
    twin.act("stop_refusing")
    assert codes(twin, FIND, STATUS) == [Sw3.FIND_FAILED, Sw3.OK]


def test_a_card_carries_the_photo_it_was_given(twin):
    twin.photo = PREAMBLE * 204 + b"\xaa" * 4
    twin.lay_card()
    codes(twin, FIND, SELECT)
    assert split_content(ask(twin, READ).data).photo == twin.photo


def test_a_card_follows_the_number_it_was_given(twin):
    twin.lay_card(name="甲乙", number="440524188001010014")
    codes(twin, FIND, SELECT)
    fields = split_block(split_content(ask(twin, READ).data).text).fields
    assert (fields["name"], fields["birth"], fields["sex"]) == ("甲乙", "18800101", "1")


def test_a_bystander_sees_a_card_without_seeing_who_it_is(twin):
    empty = twin.look()
    assert (empty["card"], empty["name"]) == (False, "")
    twin.lay_card(name="甲乙丙", number="440524188001010014")
    codes(twin, FIND)
    look = twin.look()
    assert (look["name"], look["number"]) == ("甲**", "****************14")
    assert (look["stage"], look["last_command"], look["finds"]) == ("found", "find card", 1)
    assert json.loads(json.dumps(look)) == look
    assert "乙" not in repr(twin.glass)


@pytest.mark.parametrize(
    ("card", "wrong"),
    [
        ({"document": "passport"}, "no document 'passport'; there are: citizen, "),
        ({"address": "路" * 36}, "address takes 36 of 35"),
        ({"nationality": "USA"}, "nationality"),
        ({"sex": 1}, "sex is text, not int"),
    ],
)
def test_a_card_that_cannot_be_is_named(twin, card, wrong):
    with pytest.raises(ImpossibleCardError, match=wrong):
        twin.act("lay_card", **card)
    assert twin.look()["card"] is False


@pytest.mark.parametrize(
    ("action", "values", "wrong"),
    [
        ("refuse", {"sw3": "6"}, "hex"),
        ("refuse", {"sw3": "6666"}, "one byte"),
        ("refuse", {"command": "dance"}, "no command 'dance'"),
        ("ignore", {"command": "dance"}, "no command 'dance'"),
        ("add_garbage", {"garbage": "xyz"}, "hex"),
        ("garble", {"how": "well"}, "garble"),
    ],
)
def test_hands_that_do_something_impossible_are_told(twin, action, values, wrong):
    with pytest.raises(UnknownActionError, match=wrong):
        twin.act(action, **values)


def test_a_damaged_card_is_found_and_never_read(twin):
    twin.act("lay_unreadable_card", sw3="33")
    assert codes(twin, FIND, SELECT, READ, FIND, SELECT, READ) == [0x9F, 0x90, 0x33] * 2


def test_a_reader_can_forget_a_read_card_when_it_searches(twin):
    twin.lay_card()
    twin.act("forget_when_searching")
    assert codes(twin, FIND, SELECT, READ, READ_ADDRESS) == [0x9F, 0x90, 0x90, 0x91]
    assert codes(twin, FIND, READ_ADDRESS, FIND) == [0x80, 0x41, 0x80]
