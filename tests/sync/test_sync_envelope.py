import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.envelope import (
    Ack,
    BatchHeader,
    Bye,
    GarbageError,
    Hello,
    Refusal,
    Welcome,
    decode,
    encode,
)

names = st.text("AZaz09_.:-", min_size=1, max_size=64)
seqs = st.integers(0, 2**63 - 1)
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
millis = st.integers(-(2**63), 2**63 - 1)

acks = st.builds(
    Ack,
    epoch=names,
    upto=seqs,
    head=hashes,
    hq_ms=millis,
    resume=st.none() | seqs,
    refused=st.none()
    | st.builds(
        Refusal, seq=seqs, reason=st.sampled_from(["unknown_epoch", "unreadable", "broken_chain"])
    ),
)
welcomes = st.builds(
    Welcome,
    session=names,
    greeting=seqs,
    epoch=names,
    upto=seqs,
    head=hashes,
    credit=st.integers(1, 64),
    hq_ms=millis,
)
byes = st.builds(Bye, hall=names, session=names)


@given(acks | welcomes | byes)
def test_what_is_encoded_decodes_to_the_same_message(message):
    assert decode(encode(message), type(message)) == message


@given(st.binary(max_size=300), st.sampled_from([Hello, Welcome, Ack, Bye, BatchHeader]))
def test_any_bytes_are_a_message_or_garbage(payload, shape):
    try:
        decode(payload, shape)
    except GarbageError as error:
        assert shape.__name__ in str(error)


def test_unknown_fields_are_ignored():
    payload = b'{"v":1,"hall":"H","session":"S","mood":"good"}'
    assert decode(payload, Bye) == Bye(hall="H", session="S")


@pytest.mark.parametrize(
    "payload",
    [
        b'{"v":2,"hall":"H","session":"S"}',
        b'{"v":1,"hall":"H/+","session":"S"}',
        b'{"v":1,"hall":7,"session":"S"}',
        b'{"v":1,"session":"S"}',
        b'{"v":1,"hall":"\\ud800","session":"S"}',
        b"[" * 2000,
        b'{"hall":"' + b"H" * 5000 + b'"}',
        b"null",
        b"",
    ],
)
def test_other_versions_wrong_types_and_nonsense_are_garbage(payload):
    with pytest.raises(GarbageError):
        decode(payload, Bye)


def test_the_complaint_names_the_field_and_never_quotes_the_value():
    with pytest.raises(GarbageError, match=r"^Bye: hall: ") as caught:
        decode(b'{"v":1,"hall":"secret value","session":"S"}', Bye)
    assert "secret" not in str(caught.value)


def test_a_hello_whose_last_fact_is_before_its_first_is_garbage():
    hello = Hello(
        hall="H",
        session="S",
        greeting=1,
        epoch="E",
        first=5,
        base="0" * 64,
        last=4,
        head="0" * 64,
        acked=0,
    )
    payload = encode(hello).replace(b'"last":4', b'"last":3')
    with pytest.raises(GarbageError):
        decode(payload, Hello)


def test_a_header_whose_numbers_disagree_is_garbage():
    with pytest.raises(GarbageError):
        decode(
            b'{"v":1,"hall":"H","epoch":"E","first":1,"last":3,"n":2,"newest":3,"codec":"zlib"}',
            BatchHeader,
        )
