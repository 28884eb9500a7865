"""Clips from the disk: the hall's own recording first, and whether a file is fit to be said."""

from dataclasses import dataclass, field
from pathlib import Path

from drivers.voice.clips.concat import NotAClipError, duration_s, evened, pcm_of, trimmed
from drivers.voice.clips.files import clip_path, site_path
from drivers.voice.parts import OWN_SOUNDS, PAUSE

_SHORTEST_S = 0.04
_LONGEST_S = 15.0  # a clip is a word or a sentence, and nothing cuts it off


class UnfitClipError(ValueError):
    """A clip's file cannot be used; the message says which and why."""


@dataclass(slots=True)
class Found:
    """Samples by part, which of them are the hall's own, and what is wrong with other files."""

    clips: dict[str, bytes] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)
    unfit: dict[Path, str] = field(default_factory=dict)


def read_clips(parts: list[str], directory: Path) -> Found:
    """Return what lies in `directory` for `parts`; words are made equally loud."""
    found = Found()
    for part in parts:
        if _take(found, part, site_path(directory, part), has_sound=part != PAUSE):
            found.own.add(part)
        else:
            _take(found, part, clip_path(directory, part))
    return found


def _take(found: Found, part: str, path: Path, *, has_sound: bool = False) -> bool:
    """Take the clip in `path`, and return whether there was one that could be used."""
    try:
        pcm = _fit(path, has_sound)
    except FileNotFoundError:
        return False
    except OSError as error:
        found.unfit[path] = f"{path}: {error.strerror}"
        return False
    except (NotAClipError, UnfitClipError) as error:
        found.unfit[path] = str(error)
        return False
    found.clips[part] = pcm if part in OWN_SOUNDS else evened(pcm)
    return True


def _fit(path: Path, has_sound: bool) -> bytes:
    pcm = pcm_of(path.read_bytes(), str(path))
    lasts_s = duration_s(pcm)
    if not _SHORTEST_S <= lasts_s <= _LONGEST_S:
        limits = f"expected {_SHORTEST_S:g} to {_LONGEST_S:g} s"
        raise UnfitClipError(f"{path}: {limits} of sound, found {lasts_s:.2f} s")
    if has_sound and not trimmed(pcm):
        raise UnfitClipError(f"{path}: there is nothing but silence in it")
    return pcm
