"""A hall of the API's tests that knows a headquarters, and what headquarters sends it."""

import dataclasses
import hashlib
import json
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from api_hall import ApiHall, open_hall

from edge.content.customers import customers_document, identities_document, identity_digest
from edge.domain.library import Blob, Catalogue, Root, document_about, is_private, write_catalogue
from edge.hall.headquarters import HeadquartersConfig
from edge.settings import EdgeSettings
from sync.backoffice.signing import Signer

MADE = 1_770_000_000_000
ACCOUNT, OTHER_ACCOUNT = "3301234567", "3301239876"
PERSON = "11010519491231002X"
SIGNER = Signer(bytes(range(32)), secrets.token_bytes)
PNG = b"\x89PNG\r\n\x1a\n"

CUSTOMER: dict[str, Any] = {
    "name": "张三丰",
    "address": "人民路12号3幢401室",
    "tariff": "home",
    "balance_fen": 1250,
    "bills": [
        {"month": "2026-01", "kwh": 3000, "amount_fen": 16000, "due": "2026-02-25", "paid": True},
        {"month": "2026-02", "kwh": 210.5, "amount_fen": 12377, "due": "2026-03-25", "paid": False},
    ],
}
TARIFF = {
    "id": "home",
    "name": "居民",
    "name_english": "Residential",
    "since": "2026-01-01",
    "tiers": [{"upto_kwh": 2760, "price": "0.538"}, {"upto_kwh": 0, "price": "0.588"}],
}
GUIDE = {"id": "new", "title": "新装", "steps": ["申请"], "documents": ["身份证"]}
MEDIA = [
    {"id": "safety", "kind": "picture", "document": "media/safety.png", "seconds": 15},
    {"id": "lost", "kind": "film", "document": "media/lost.mp4"},
]


def said(**parts: Any) -> bytes:
    """Return a document that says when it was made."""
    return json.dumps({"made": MADE, **parts}, ensure_ascii=False).encode()


def customers(*accounts: str) -> dict[str, bytes]:
    """Return the documents of customers with these accounts, all of them the person's."""
    by_document: dict[str, dict[str, Any]] = {}
    for account in accounts:
        by_document.setdefault(customers_document(account), {})[account] = CUSTOMER
    return {
        **{name: said(accounts=each) for name, each in by_document.items()},
        identities_document(PERSON): said(identities={identity_digest(PERSON): list(accounts)}),
    }


DOCUMENTS: Mapping[str, bytes] = {
    **customers(ACCOUNT),
    "tariffs.json": said(tariffs=[TARIFF]),
    "outages.json": b"no JSON at all",
    "guides.json": said(guides=[GUIDE]),
    "playlist.json": said(media=MEDIA),
    "media/safety.png": PNG,
    "media/page.html": b"<script>",
}


class Sender:
    """Headquarters of one hall: publishes documents, each time under a higher revision."""

    def __init__(self, hall: ApiHall) -> None:
        self._hall = hall.controller.hall
        self._revision = 0

    async def publish(self, documents: Mapping[str, bytes]) -> None:
        """Have the hall show these documents, and no others."""
        self._revision += 1
        sent = {name: self._sent(name, data) for name, data in documents.items()}
        catalogue = write_catalogue(Catalogue(MADE, {n: blob_of(d) for n, d in sent.items()}))
        by_hash = {blob_of(data).hash: data for data in (catalogue, *sent.values())}
        root = Root(self._hall.settings.names.id, self._revision, blob_of(catalogue))
        wants = await self._hall.library.tell(root, SIGNER.sign_root(root))
        while wants:
            hash_ = wants[0].blob.hash
            wants = await self._hall.library.add(hash_, 0, by_hash[hash_])

    def _sent(self, name: str, data: bytes) -> bytes:
        if not is_private(name):
            return data
        about = document_about(self._hall.settings.names.id, name)
        return SIGNER.letter(self._hall.headquarters.public_key, about, data)


def blob_of(data: bytes) -> Blob:
    """Return the name of some bytes."""
    return Blob(hashlib.sha256(data).hexdigest(), len(data))


def knowing(settings: EdgeSettings) -> EdgeSettings:
    """Return the settings of a hall that takes what this headquarters signs."""
    keys = HeadquartersConfig([SIGNER.public_keys])
    return dataclasses.replace(settings, hall=dataclasses.replace(settings.hall, headquarters=keys))


@asynccontextmanager
async def hall_with_content(state: Path) -> AsyncIterator[tuple[ApiHall, Sender]]:
    """Open a hall to which headquarters has sent `DOCUMENTS`."""
    async with open_hall(state, changed=knowing) as hall:
        sender = Sender(hall)
        await sender.publish(DOCUMENTS)
        yield hall, sender
