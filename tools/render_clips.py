"""Renders every clip a hall's voice needs into a directory, as a hall does at its first start.

    .venv/bin/python tools/render_clips.py OUTDIR [--config hall.toml]

Without a configuration these are the phrases that every hall says; with one, the names of its
counters, zones and services too. A file that is there already is left alone, so that recordings
stay and a second run has nothing to do. Ends with 65 where a part has no sound, 69 where the voice
is not installed, 2 where the configuration cannot be used.

The voice is espeak-ng 1.52 (GPL-3.0-or-later), from the extra `voice`; SOURCE.txt beside the clips
says so.
"""

import argparse
import json
import os
import sys
from pathlib import Path

from drivers.voice.clips.concat import wav_of
from drivers.voice.clips.espeak import main as render
from drivers.voice.clips.files import clip_path, write_new
from drivers.voice.clips.renderer import espeak_is_installed
from drivers.voice.clips.sounds import gong, pause
from drivers.voice.parts import GONG, OWN_SOUNDS, PAUSE, PHRASES
from edge.errors import ExpectedError
from edge.reactions.announcer import names_to_say
from edge.settings import load_settings


def main() -> int:
    """Render what the command line asks for; return the exit code."""
    asked = _asked()
    if not espeak_is_installed():
        sys.stderr.write("no voice: pip install 'atrium-hall[voice]'\n")
        return os.EX_UNAVAILABLE
    try:
        parts = _parts(asked.config)
    except ExpectedError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    for part, pcm in ((GONG, gong()), (PAUSE, pause())):
        write_new(clip_path(asked.outdir, part), wav_of(pcm))
    code = render(asked.outdir, map(json.dumps, parts))
    there = sum(clip_path(asked.outdir, part).exists() for part in parts)
    sys.stdout.write(f"{there} of {len(parts)} clips are in {asked.outdir}\n")
    return code


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Render a hall's clips with espeak-ng 1.52.")
    parser.add_argument("outdir", type=Path)
    parser.add_argument("--config", type=Path, help="a hall's configuration, for its names")
    return parser.parse_args()


def _parts(config: Path | None) -> list[str]:
    names = names_to_say(load_settings(config).hall.plan) if config else []
    words = [part for part in PHRASES if part not in OWN_SOUNDS]
    return [*words, *(part for part in names if part not in words)]


if __name__ == "__main__":
    sys.exit(main())
