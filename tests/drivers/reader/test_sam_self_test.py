"""The reader's self-test in plain words, and how a reader is found on an unknown port."""

import pytest

from drivers import registry, virtualtime
from drivers.contract import DeviceSilentError, Finding, Health
from drivers.reader.refusals import SamRefusedError
from drivers.reader.sam.frames import FIND, Answer, encode
from drivers.reader.sam.probe import PROBE
from drivers.reader.sam.twin import SamTwin
from drivers.reader.sw3 import SW3_MEANINGS, Sw3

NUMBER = "05.03-20180101-0001234567-0007654321"
REFUSALS = sorted({*Sw3} - {Sw3.OK, Sw3.CARD_FOUND, Sw3.FIND_FAILED})


def findings_of(desk, prepare=lambda twin: None):
    async def story():
        async with desk() as at:
            await at.until_health(Health.ONLINE)
            prepare(at.twin)
            return await at.reader.self_test()

    return virtualtime.run(story())


def test_a_sound_reader_says_who_it_is_and_what_it_sees(desk):
    said = [
        Finding(True, "the reader answers, and its SAM says that it is well"),
        Finding(True, f"SAM management number {NUMBER}"),
    ]
    assert findings_of(desk)[:2] == said
    assert findings_of(desk)[2].said.startswith("it looked for a card and found none")
    with_a_card = findings_of(desk, lambda twin: twin.lay_card())
    assert with_a_card[2] == Finding(True, "it looked for a card and found one")


def test_a_test_beside_a_card_does_not_cost_the_visitor_the_reading(desk):
    async def story():
        async with desk() as at:
            at.twin.lay_card()
            await at.until(lambda: at.twin.glass.stage == "selected")
            await at.reader.self_test()
            await at.until_cards(1)
            assert at.twin.glass.reads == 1

    virtualtime.run(story())


@pytest.mark.parametrize("sw3", REFUSALS, ids=lambda sw3: sw3.name)
def test_whatever_the_reader_refuses_with_is_said_in_words(desk, sw3):
    found = findings_of(
        desk, lambda twin: twin.act("refuse", sw3=f"{sw3:02X}", command="find card")
    )
    said = f"it cannot look for a card: {SW3_MEANINGS[sw3]} ({sw3:02X})"
    assert found[2] == Finding(False, said)


def test_a_sam_that_is_not_well_fails_its_test(desk):
    findings = findings_of(desk, lambda twin: twin.act("refuse", sw3="60"))
    assert [finding.ok for finding in findings] == [False] * 3
    assert all("SAM self-test failed (60)" in finding.said for finding in findings)


def test_a_reader_without_a_number_is_no_broken_reader(desk):
    async def story():
        async with desk() as at:
            await at.until_health(Health.ONLINE)
            at.twin.act("refuse", sw3="21", command="read SAM number")
            findings = await at.reader.self_test()
            assert [finding.ok for finding in findings] == [True, False, True]
            assert at.healths == [Health.ONLINE]

    virtualtime.run(story())


def test_a_silent_reader_ends_the_test_by_its_name(desk):
    def fall_silent(twin):
        twin.silent = True

    with pytest.raises(DeviceSilentError):
        findings_of(desk, fall_silent)


@pytest.mark.parametrize("sw3", sorted(Sw3), ids=lambda sw3: sw3.name)
def test_every_refusal_is_an_error_with_a_name_and_a_meaning(sw3):
    error = SamRefusedError(sw3)
    assert error.code == f"sam_{sw3.name.lower()}"
    assert str(error) == f"{SW3_MEANINGS[sw3]} ({sw3:02X})"


def test_a_refusal_nobody_has_published_has_a_name_too():
    assert SamRefusedError(0x77).code == "sam_unknown_answer"


def test_a_reader_is_recognised_by_its_number_at_any_published_rate():
    heard = SamTwin().receive(PROBE.question)
    assert PROBE.recognise(b"\x00\xaa" + heard) == f"SAM-A reader, management number {NUMBER}"
    assert [line.baudrate for line in PROBE.lines] == [115200, 57600, 38400, 19200, 9600]


def test_a_reader_that_is_not_well_is_recognised_by_what_it_says():
    heard = encode(Answer(Sw3.SAM_NOT_AUTHORISED))
    assert PROBE.recognise(heard) == "SAM-A reader, which says: SAM is not authorised (66)"


@pytest.mark.parametrize(
    "heard", [b"", b"\x02\x00\x02\x90\x00\x90\x03", PROBE.question, encode(FIND), bytes(3000)]
)
def test_silence_an_echo_and_other_devices_are_no_reader(heard):
    assert PROBE.recognise(heard) == ""


def test_the_question_moves_nothing_and_is_registered():
    assert SamTwin().receive(PROBE.question)
    assert PROBE in registry.probes()
