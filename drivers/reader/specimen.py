"""Cards to lay on the reader's twin: invented persons, and whatever a test or a trainer wants."""

from dataclasses import dataclass, field

from drivers.reader import id_number
from drivers.reader.text_block import LAYOUTS, Document, TextBlockError, build_block
from drivers.twins import UnknownActionError

PHOTO_BYTES = 1024

# Invented: no area has the code 110199, and the check characters are right.
_PERSONS: dict[Document, dict[str, str]] = {
    Document.CITIZEN: {
        "name": "林晓晴",
        "number": "11019919880616002X",
        "nation": "01",
        "address": "北京市示例区样本路1号",
        "issuer": "北京市公安局示例分局",
        "valid_from": "20200101",
        "valid_to": "20400101",
    },
    Document.HMT_PERMIT: {
        "name": "陳大文",
        "number": "810000199001010019",
        "address": "广东省深圳市示例路2号",
        "issuer": "深圳市公安局",
        "valid_from": "20230101",
        "valid_to": "20280101",
        "pass_number": "H00000000",
        "issue_count": "01",
    },
    Document.FOREIGNER_2017: {
        "english_name": "DOE, JOHN",
        "chinese_name": "多约翰",
        "number": "USA110085010101",
        "sex": "1",
        "birth": "19850101",
        "nationality": "USA",
        "valid_from": "20180101",
        "valid_to": "20280101",
        "version": "01",
        "authority": "1500",
    },
    Document.FOREIGNER_2023: {
        "english_name": "DOE, JANE",
        "chinese_name": "多珍妮",
        "number": "911840198501010001",
        "nationality": "USA",
        "issue_count": "01",
        "valid_from": "20240101",
        "valid_to": "20340101",
    },
}


class ImpossibleCardError(UnknownActionError):
    """No card can look like what was asked for."""


@dataclass(frozen=True, slots=True)
class Specimen:
    """A card: what it is, what it carries, and how it may be shown to bystanders."""

    document: Document
    text: bytes = field(repr=False)
    photo: bytes = field(repr=False)
    masked_name: str
    masked_number: str
    newest_address: str = field(default="", repr=False)
    refuses_with: int | None = None  # the SW3 that reading it ends with, for a damaged card


def make_specimen(
    document: str = "citizen",
    *,
    name: str = "",
    number: str = "",
    letter: str = "",
    newest_address: str = "",
    photo: bytes = bytes(PHOTO_BYTES),
    **fields: str,
) -> Specimen:
    """Return a card of the invented person of that `document`, changed by what is given.

    Birth and sex follow from the number where they are not given; `letter` replaces the type
    letter. Raises `ImpossibleCardError`.
    """
    kind = _document(document)
    person = _PERSONS[kind] | {key: _as_text(key, text) for key, text in fields.items()}
    _rename(person, kind, name)
    person["number"] = number or person["number"]
    _follow_number(person)
    try:
        text = build_block(kind, person, letter)
    except (TextBlockError, KeyError) as error:
        raise ImpossibleCardError(f"no {kind} card can have that: {error}") from error
    return Specimen(
        kind,
        text,
        photo,
        masked_name=_mask(_shown_name(person), shown=slice(0, 1)),
        masked_number=_mask(person["number"], shown=slice(-2, None)),
        newest_address=newest_address,
    )


def _document(name: str) -> Document:
    try:
        return Document(name)
    except ValueError:
        known = ", ".join(LAYOUTS)
        raise ImpossibleCardError(f"no document {name!r}; there are: {known}") from None


def _as_text(key: str, value: object) -> str:
    # A device panel hands over whatever JSON it was given.
    if not isinstance(value, str):
        raise ImpossibleCardError(f"{key} is text, not {type(value).__name__}")
    return value


def _rename(person: dict[str, str], document: Document, name: str) -> None:
    if name and "english_name" in LAYOUTS[document]:
        person["english_name"] = name
    elif name:
        person["name"] = name


def _shown_name(person: dict[str, str]) -> str:
    return person.get("english_name") or person.get("name", "")


def _follow_number(person: dict[str, str]) -> None:
    number = person["number"]
    if id_number.is_well_formed(number):
        person.setdefault("birth", id_number.birth_digits(number))
        person.setdefault("sex", id_number.sex_code(number))
    person.setdefault("birth", "19900101")
    person.setdefault("sex", "1")


def _mask(text: str, shown: slice) -> str:
    visible = text[shown]
    stars = "*" * (len(text) - len(visible))
    return visible + stars if shown.start == 0 else stars + visible
