"""The screens' styles, scripts and pictures, held in memory: a page asks for a dozen at once."""

import mimetypes
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def held_files(address: str, folder: Path, *further: Path) -> Route:
    """Return a route to the files in `folder` and `further` ones, as they are now.

    Each is opened once, not each time.
    """
    paths = [*_files(folder), *further]
    held = {path.name: (path.read_bytes(), _type_of(path)) for path in paths}

    async def answer(request: Request) -> Response:
        found = held.get(request.path_params["name"])
        if found is None:
            raise HTTPException(404)
        data, type_ = found
        return Response(data, media_type=type_)

    return Route(f"{address}/{{name}}", answer)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_file()]


def _type_of(path: Path) -> str:
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"
