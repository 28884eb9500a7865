"""What the OpenAPI document says, as tables for tests, and a check of an answer against it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI

# Streams have no end: each is tested by itself.
ENDLESS = {"GET /v1/events", "GET /v1/devices/{device}/wire"}
_NAMES = {"counter": "1", "device": "strips"}
# A page of a document is a number, a visitor's own page the hash of a secret.
_PAGES = {"/v1/mobile": "0" * 64, "/v1/applications": "1"}


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    method: str
    path: str
    spec: dict[str, Any] = field(repr=False)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def url(self) -> str:
        """The path with something in its gaps."""
        page = next((each for root, each in _PAGES.items() if self.path.startswith(root)), "")
        return self.path.format_map(defaultdict(lambda: "NOSUCHNAME", _NAMES, page=page))

    @property
    def body_schema(self) -> dict[str, Any] | None:
        """The schema of its body, or None where it takes none."""
        body = self.spec.get("requestBody")
        return body["content"]["application/json"]["schema"] if body else None

    def answer_schema(self, status: int) -> dict[str, Any] | None:
        """The schema of its JSON answer with `status`; None where that answer has no body."""
        said = self.spec["responses"]
        answer = said.get(str(status)) or said[f"{status // 100}XX"]
        content = answer.get("content", {}).get("application/json")
        return content["schema"] if content else None


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    """Yield all operations of an OpenAPI document."""
    for path, methods in document["paths"].items():
        for method, spec in methods.items():
            yield Operation(method.upper(), path, spec)


def document_without_a_hall() -> dict[str, Any]:
    """Return the document, for tables that are needed before any hall is open."""
    from edge.api.app import create_app  # noqa: PLC0415

    app: FastAPI = create_app(None)  # type: ignore[arg-type]
    return app.openapi()


DOCUMENT = document_without_a_hall()
OPERATIONS = list(operations(DOCUMENT))


def mismatch(value: Any, schema: dict[str, Any], where: str = "answer") -> str:
    """Return how `value` differs from `schema`, or an empty string. Unnamed fields differ too."""
    if "$ref" in schema:
        return mismatch(
            value, DOCUMENT["components"]["schemas"][schema["$ref"].split("/")[-1]], where
        )
    if "anyOf" in schema:
        found = [mismatch(value, each, where) for each in schema["anyOf"]]
        return "" if "" in found else " / ".join(found)
    if not _is_of_type(value, schema.get("type")):
        return f"{where}: {value!r} is no {schema['type']}"
    if "enum" in schema and value not in schema["enum"]:
        return f"{where}: {value!r} is none of {schema['enum']}"
    if isinstance(value, dict):
        return _object_mismatch(value, schema, where)
    if isinstance(value, list):
        parts = (mismatch(item, schema.get("items", {}), f"{where}[]") for item in value)
        return next(filter(None, parts), "")
    return ""


def _is_of_type(value: Any, kind: str | None) -> bool:
    kinds = {
        "object": dict,
        "array": list,
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
        "null": type(None),
    }
    if kind is None:
        return True
    return isinstance(value, kinds[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _object_mismatch(value: dict[str, Any], schema: dict[str, Any], where: str) -> str:
    known = schema.get("properties")
    if known is None:
        return ""
    missing = [name for name in schema.get("required", []) if name not in value]
    unnamed = [name for name in value if name not in known]
    if missing or unnamed:
        return f"{where}: missing {missing}, not in the document {unnamed}"
    parts = (mismatch(value[name], known[name], f"{where}.{name}") for name in value)
    return next(filter(None, parts), "")
