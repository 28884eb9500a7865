"""What every shape is made of: requests are strict, answers are open, errors look all the same."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Identifier = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.:-]+$")]
# The grade of one of the dimensions that a hall asks for.
OneGrade = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:-]{1,64}=[1-5]$")]
Seq = Annotated[int, Field(ge=0, le=2**63 - 1)]  # what a journal's database can count to


class Request(BaseModel):
    """A body sent to the API. A field it does not know is an error, and so is `"5"` for 5."""

    model_config = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=True)


class Answer(BaseModel):
    """A body the API sends."""

    model_config = ConfigDict(extra="ignore")


class ErrorDetail(Answer):
    """What went wrong, where in the request, and a code that stays the same."""

    code: str
    message: str
    where: str = ""
    details: dict[str, Any] = Field(default_factory=dict)


class ErrorAnswer(Answer):
    """The one shape of every 4xx and 5xx."""

    error: ErrorDetail
