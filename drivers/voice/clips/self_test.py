"""What the loudspeaker's self-test tells a person: player, clips, volume, and what was said."""

from collections.abc import Iterator

from drivers.contract import Finding
from drivers.voice.clips.bank import ClipBank
from drivers.voice.clips.player import Player
from drivers.voice.clips.spoken import LastSaid
from drivers.voice.parts import OWN_SOUNDS, PHRASES

_NAMED_MAX = 5


def findings_before(player: Player, bank: ClipBank) -> Iterator[Finding]:
    """Yield what can be seen before anything is said."""
    yield Finding(player.plays, player.described)
    yield _about_clips(bank)
    for trouble in bank.unfit.values():
        yield Finding(False, f"a clip cannot be used: {trouble}")


def _about_clips(bank: ClipBank) -> Finding:
    words = [part for part in PHRASES if part not in OWN_SOUNDS]
    missing = [part for part in words if part not in bank]
    own = f"{len(bank.own)} of the hall's own recording"
    if not missing:
        return Finding(True, f"all {len(words)} clips of the phrase list are there, {own}")
    if len(missing) == len(words):
        return Finding(False, "no clip of the phrase list is there: the hall has its gong only")
    more = ", …" if len(missing) > _NAMED_MAX else ""
    named = ", ".join(missing[:_NAMED_MAX]) + more
    return Finding(False, f"{len(missing)} of {len(words)} clips are missing: {named}")


def finding_after(said: LastSaid, played: bool, trouble: str) -> Finding:
    """Return what came of saying something."""
    what = f"{said.text!r}, {said.lasts_s:.1f} s at {said.volume_percent} % volume"
    if trouble:
        return Finding(False, f"could not play {what}: {trouble}")
    if not said.volume_percent:
        return Finding(False, f"said {what}: at this time of day the hall is silent")
    return Finding(played, f"said {what}" if played else f"put together and not played: {what}")
