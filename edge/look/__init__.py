"""The look of all that visitors see: colours, type and distances, for every web server."""

from pathlib import Path

TOKENS = Path(__file__).parent / "tokens.css"
