"""Any layout that makes sense is written and read again: makes nobody has thought of so far."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from drivers.led.strip.checks import CheckKind
from drivers.led.strip.codec import StripDecoder
from drivers.led.strip.frames import Frame, encode
from drivers.led.strip.layout import (
    Checksum,
    Counter,
    Encoding,
    Field,
    Form,
    Layout,
    Length,
    Number,
    Order,
    Span,
    Writing,
)
from drivers.led.strip.sense import objections

FIXED = st.binary(min_size=1, max_size=3)
NUMBERS = st.builds(Number, st.integers(2, 4), st.sampled_from(Form), st.sampled_from(Order))


@st.composite
def spans(draw, size, without=0):
    first = draw(st.integers(1, size))
    last = draw(st.integers(first, size))
    assume(without not in range(first, last + 1))
    return Span(first, last)


@st.composite
def layouts(draw):
    """Any order of any fields among fixed bytes."""
    has = {field: draw(st.booleans()) for field in (Field.LENGTH, Field.SEQUENCE, Field.CHECKSUM)}
    fields = [Field.ADDRESS, Field.TEXT, *(field for field, there in has.items() if there)]
    parts = [draw(FIXED), *draw(st.permutations(fields))]
    parts.insert(draw(st.integers(1, len(parts))), draw(FIXED))
    parts.insert(parts.index(Field.TEXT) + 1, bytes([draw(st.sampled_from((0x00, 0x0D, 0xFF)))]))
    size = len(parts)
    length = sequence = checksum = None
    if has[Field.LENGTH]:
        length = Length(draw(NUMBERS), draw(spans(size)), draw(st.integers(0, 3)))
    if has[Field.SEQUENCE]:
        sequence = Counter(draw(NUMBERS), 0, 99)
    if has[Field.CHECKSUM]:
        covers = draw(spans(size, parts.index(Field.CHECKSUM) + 1))
        number = Number(6, draw(st.sampled_from(Form)), draw(st.sampled_from(Order)))
        checksum = Checksum(draw(st.sampled_from(CheckKind)), number, covers)
    writing = Writing(draw(st.sampled_from(Encoding)), draw(st.sampled_from((b"", b"\x01"))), 60)
    made = Layout(
        name="any",
        strip=tuple(parts),
        writing=writing,
        address=draw(NUMBERS),
        addresses=range(100),
        length=length,
        sequence=sequence,
        checksum=checksum,
    )
    assume(not list(objections(made)))
    return made


@given(layouts(), st.text("ABC xyz01", min_size=1, max_size=12), st.integers(0, 99))
@settings(max_examples=60)
def test_what_is_written_is_read_again(layout, text, number):
    frame = Frame(number, text, False, None if layout.sequence is None else number)
    data = encode(frame, layout)
    whole = StripDecoder(layout).feed(data + data)
    decoder = StripDecoder(layout)
    pieces = [item for byte in data + data for item in decoder.feed(bytes([byte]))]
    assert whole == pieces == [frame, frame]


@given(layouts(), st.binary(max_size=60))
@settings(max_examples=40)
def test_any_bytes_are_frames_or_noise(layout, data):
    decoder = StripDecoder(layout)
    decoder.feed(data)
    decoder.finish()
    assert decoder.finish() == []
