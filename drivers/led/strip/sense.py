"""What is wrong with a layout as a whole: what no single key of a profile shows."""

from collections.abc import Iterator, Sequence

from drivers.led.strip.layout import Field, Layout, Part, Span
from drivers.led.strip.text import fits

# A character of two bytes has none of these in it; what has is cut apart by such an end.
_NEVER_IN_TEXT = {*range(0x20), 0xFF}

Objection = tuple[str, str]  # key of the profile, and what is wrong with it


def objections(layout: Layout) -> Iterator[Objection]:
    """Give everything that keeps `layout` from making frames, or from being read again."""
    if not layout.strip:
        yield "strip", "is missing: it lists the parts of a frame"
        return
    for summary, parts in layout.variants():
        yield from _wrong_parts(layout, "summary" if summary else "strip", parts)
    yield from _wrong_writing(layout)


def _wrong_parts(layout: Layout, key: str, parts: Sequence[Part]) -> Iterator[Objection]:
    for field in Field:
        yield from _wrong_count(layout, key, parts.count(field), field)
    if parts.count(Field.TEXT) != 1:
        return
    text = parts.index(Field.TEXT)
    if not any(isinstance(part, bytes) for part in parts[:text]):
        yield key, "wants fixed bytes before the text: nothing else tells where a frame begins"
    yield from _wrong_spans(layout, key, parts)
    if not layout.counts_text(parts):
        yield from _wrong_end(layout, key, parts[text + 1 :])


def _wrong_count(layout: Layout, key: str, count: int, field: Field) -> Iterator[Objection]:
    if field in (Field.ADDRESS, Field.TEXT):
        if count != 1:
            yield key, f'wants "{field}" once, not {count} times'
        return
    described = layout.number(field) is not None
    if count != described:
        what = "is described" if described else f"is not described: [{field}] is missing"
        yield key, f'has "{field}" {count} times, and it {what}'


def _wrong_spans(layout: Layout, key: str, parts: Sequence[Part]) -> Iterator[Objection]:
    if layout.length is not None and Field.LENGTH in parts:
        yield from _wrong_span("length.counts", layout.length.counts, key, parts)
        yield from _wrong_length(layout, key, parts)
    if layout.checksum is not None and Field.CHECKSUM in parts:
        covers = layout.checksum.covers
        yield from _wrong_span("checksum.covers", covers, key, parts)
        if parts.index(Field.CHECKSUM) + 1 in covers.numbers():
            yield "checksum.covers", f"parts {covers} of {key} have the checksum in them"


def _wrong_span(name: str, span: Span, key: str, parts: Sequence[Part]) -> Iterator[Objection]:
    if not 1 <= span.first <= span.last <= len(parts):
        yield name, f"wants the first and last part, of {len(parts)} that {key} has, not {span}"


def _wrong_length(layout: Layout, key: str, parts: Sequence[Part]) -> Iterator[Objection]:
    assert layout.length is not None  # noqa: S101
    if parts.index(Field.LENGTH) > parts.index(Field.TEXT):
        yield key, 'wants "length" before "text"'
    if layout.length.counts.last > len(parts):
        return
    longest = layout.counted(parts) + layout.writing.bytes_max
    if layout.counts_text(parts) and longest > layout.length.number.max:
        number = layout.length.number
        yield "text_bytes_max", f"a length of {longest} does not fit {number.size} bytes"


def _wrong_end(layout: Layout, key: str, after: Sequence[Part]) -> Iterator[Objection]:
    end = after[0] if after else Field.TEXT
    if not isinstance(end, bytes):
        yield key, "wants fixed bytes after the text, or a length that counts it"
    elif layout.writing.encoding.wide:
        yield "encoding", f"{layout.writing.encoding} may have any byte: wants a length"
    elif end[0] not in _NEVER_IN_TEXT or end[:1] in layout.writing.after_char:
        yield key, f"{end[0]:02X} after the text may stand in a text too: wants a length"


def _wrong_writing(layout: Layout) -> Iterator[Objection]:
    writing = layout.writing
    after = writing.after_char
    if after and (writing.encoding.wide or after[0] not in _NEVER_IN_TEXT):
        yield "after_char", f"{after.hex().upper()} may stand in a text of {writing.encoding} too"
    if not writing.blank.isprintable() or not writing.blank:
        yield "blank", "wants a character that can be shown, such as a space"
    elif not fits(writing.blank, writing):
        yield "text_bytes_max", f"{writing.bytes_max} have no room for the blank"
