"""What headquarters has sent, for screens: what everybody may know, and a visitor's own account."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Response

from edge.api import shapes
from edge.api.access import TheApi, only
from edge.domain.library import Blob
from edge.hall.accounts import Shown
from edge.hall.content import Public, Section
from edge.hall.library import UnknownDocumentError

router = APIRouter(prefix="/v1", dependencies=[Depends(only("kiosk"))])

# What may be served at all, and as what: nothing that a browser would run.
MEDIA_TYPES = {
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
}
_HARMLESS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
}

IfNoneMatch = Annotated[str | None, Header(max_length=1000)]


@router.get(
    "/content",
    response_model=shapes.Content,
    responses={304: {"description": "Nothing has changed."}},
)
async def content(api: TheApi, if_none_match: IfNoneMatch = None) -> Response:
    """Return tariffs, outages, guides, articles and playlist as headquarters sent them last."""
    use = api.hall.content
    if if_none_match == _quoted(use.etag):
        return Response(status_code=304, headers=_kept(use.etag))
    public = await use.now()
    body = shapes.Content.model_validate(_content(public)).model_dump_json()
    headers = _kept(public.etag) if public.etag else {"Cache-Control": "no-store"}
    return Response(body, media_type="application/json", headers=headers)


@router.get(
    "/content/documents/{name:path}",
    response_class=Response,
    responses={
        200: {"description": "The document.", "content": {"application/octet-stream": {}}},
        304: {"description": "It has not changed."},
    },
)
async def document(name: str, api: TheApi, if_none_match: IfNoneMatch = None) -> Response:
    """Return a document of headquarters that is for everybody, such as a picture for the boards."""
    media_type = MEDIA_TYPES.get(_suffix(name))
    if media_type is None:
        raise UnknownDocumentError("no screen shows documents of that kind", "name")
    headers = _kept(api.hall.content.blob(name).hash) | _HARMLESS
    if if_none_match == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    data = await api.hall.content.document(name)
    return Response(data, media_type=media_type, headers=headers)


@router.get("/visits/{visit}/accounts", response_model=shapes.Accounts)
async def accounts_of(visit: str, api: TheApi) -> Response:
    """Return the accounts of the person just identified, masked, while they stand at a screen."""
    found = await api.hall.accounts.of_visit(visit)
    accounts = [_account(each) for each in found.accounts]
    return _for_their_eyes(
        shapes.Accounts(visit=visit, accounts=accounts, more=found.more, unread=found.unread)
    )


@router.post("/accounts", response_model=shapes.Account)
async def account(body: shapes.AccountQuestion, api: TheApi) -> Response:
    """Return one account, masked, by its number or by the key it was shown with before."""
    use = api.hall.accounts
    if body.key:
        return _for_their_eyes(_account(await use.by_key(body.key)))
    return _for_their_eyes(_account(await use.by_number(body.account, body.screen)))


def _for_their_eyes(body: shapes.Answer) -> Response:
    headers = {"Cache-Control": "no-store"}
    return Response(body.model_dump_json(), media_type="application/json", headers=headers)


def _kept(etag: str) -> dict[str, str]:
    # Kept by screens, and asked for again each time: it costs a 304.
    return {"ETag": _quoted(etag), "Cache-Control": "no-cache"}


def _quoted(etag: str) -> str:
    return f'"{etag}"'


def _suffix(name: str) -> str:
    return name[name.rfind(".") :] if "." in name else ""


def _content(public: Public) -> dict[str, Any]:
    parts = {kind: _part(section, public.documents) for kind, section in public.sections.items()}
    return {"etag": public.etag, **parts}


def _part(section: Section, documents: Mapping[str, Blob]) -> dict[str, Any]:
    said = section.said.model_dump(mode="json") if section.said else {}
    for medium in said.get("media", ()):
        blob = documents.get(medium["document"])
        medium["document_hash"] = blob.hash if blob else ""
    return {**said, "hash": section.hash, "code": section.code}


def _account(shown: Shown) -> shapes.Account:
    customer = shown.customer
    newest_first = sorted(customer.bills, key=lambda bill: bill.month, reverse=True)
    return shapes.Account(
        key=shown.key,
        account=shown.account,
        name=shown.name,
        address=shown.address,
        tariff=customer.tariff,
        balance_fen=customer.balance_fen,
        owed_fen=customer.owed_fen,
        locked=customer.locked,
        stage=customer.stage,
        bills=[shapes.Bill(**bill.model_dump()) for bill in newest_first],
        months=[shapes.MonthOfUse(**asdict(month)) for month in shown.months],
        made=shown.made,
    )
