"""Reading a document: JSON of a known shape, or an error that names document and place."""

from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from edge.errors import ExpectedError

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
MaybeLine = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Month = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
Millis = Annotated[int, Field(ge=0, lt=2**53)]
Fen = Annotated[int, Field(ge=-(2**53), lt=2**53)]


class BadDocumentError(ExpectedError):
    """A document that says nothing of its kind; the message never quotes it."""


class Document(BaseModel):
    """What all documents have in common. Fields that a reader does not know are left alone."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class Dated(Document):
    """A document that says when headquarters made it, in wall ms."""

    made: Millis


DocumentT = TypeVar("DocumentT", bound=Document)


def read_document(name: str, data: bytes, shape: type[DocumentT]) -> DocumentT:
    """Return what the document `name` says. Raises `BadDocumentError`."""
    try:
        return shape.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadDocumentError(f"{name}: {place or 'the whole'}: {first['msg']}") from None
