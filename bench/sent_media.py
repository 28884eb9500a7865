"""What headquarters sends to a hall under measurement: the demo's pictures and lines of text."""

import base64
import hashlib
import json
import time
import tomllib
from pathlib import Path

from edge.api import shapes
from edge.client import HallClient
from edge.domain.library import Blob, Catalogue, Root, write_catalogue
from edge.paths import shipped_config
from sync.backoffice.signing import Signer

SIGNER = Signer(bytes(range(32)), bytes)
_CONTENT = shipped_config("demo.toml").parent / "demo" / "content"
_PIECE_BYTES = 24 * 1024


async def send_media(hall: str, socket: Path) -> int:
    """Have the hall with that id play the demo's media; return how many pictures these are."""
    pictures = {f"media/{path.name}": path.read_bytes() for path in _CONTENT.glob("media/*.png")}
    await _send(hall, socket, {"playlist.json": _playlist(), **pictures})
    return len(pictures)


def _playlist() -> bytes:
    said = tomllib.loads((_CONTENT / "playlist.toml").read_text("utf-8"))
    return json.dumps({"made": int(time.time() * 1000), **said}, ensure_ascii=False).encode()


async def _send(hall: str, socket: Path, documents: dict[str, bytes]) -> None:
    named = {name: _blob(data) for name, data in documents.items()}
    catalogue = write_catalogue(Catalogue(int(time.time() * 1000), named))
    by_hash = {_blob(data).hash: data for data in (catalogue, *documents.values())}
    root = Root(hall, 1, _blob(catalogue))
    signature = base64.b64encode(SIGNER.sign_root(root)).decode()
    told = shapes.LibraryTold(
        hall=hall,
        revision=root.revision,
        catalogue=root.catalogue.hash,
        size=root.catalogue.size,
        signature=signature,
    )
    async with HallClient(str(socket)) as link:
        wants = (await link.library(told)).wants
        while wants:
            piece = by_hash[wants[0].hash][wants[0].there :][:_PIECE_BYTES]
            data = base64.b64encode(piece).decode()
            of = shapes.LibraryPiece(hash=wants[0].hash, offset=wants[0].there, data=data)
            wants = (await link.library_piece(of)).wants


def _blob(data: bytes) -> Blob:
    return Blob(hashlib.sha256(data).hexdigest(), len(data))
