"""A card's content put into words for an engineer who decodes a recording.

What a card carries is personal and stands here in full: this is for the engineer's own eyes and
never for a log.
"""

from typing import Any

from drivers.reader.content import split_content
from drivers.reader.holder import holder_of
from drivers.reader.text_block import TextBlockError, split_block


def describe_content(data: bytes) -> dict[str, Any]:
    """Return the fields of text and photo by name, or nothing where `data` is no card's content."""
    content = split_content(data)
    if content is None:
        return {}
    fields: dict[str, Any] = {
        "name": "text and photo",
        "text_length": len(content.text),
        "photo_length": len(content.photo),
    }
    if content.fingerprints is not None:
        fields["name"] = "text, photo and fingerprint"
        fields["fingerprint_length"] = len(content.fingerprints)
    return {**fields, **describe_text(content.text)}


def describe_text(block: bytes) -> dict[str, Any]:
    """Return the fields of a text block, and what is wrong with it."""
    try:
        text = split_block(block)
    except TextBlockError as error:
        return {"problem": str(error)}
    fields: dict[str, Any] = {"document": str(text.document), "text": dict(text.fields)}
    try:
        holder_of(text)
    except TextBlockError as error:
        fields["problem"] = str(error)
    return fields
