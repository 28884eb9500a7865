"""The templates of the screens, and a name for their state together with styles and scripts."""

import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from edge.look import TOKENS

_FOLDER = Path(__file__).parent
STATIC = _FOLDER / "static"
_TEMPLATES = _FOLDER / "templates"


@cache
def environment() -> Environment:
    """Return what templates are looked up in."""
    # Templates come with the package, and change with it alone: nothing to look for on the disk.
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def revision() -> str:
    """Return a name for this state of templates, styles and scripts: screens reload on another."""
    digest = hashlib.sha256()
    for path in sorted([*_TEMPLATES.iterdir(), *STATIC.iterdir(), TOKENS]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]
