"""A device gone mad, in a process of its own: 10,000 garbage frames a second on one port.

`python -m bench.floods` holds a pseudo-terminal for each port it is given and is silent on all. A
line `PORT SECONDS` on its standard input floods one; it answers `PORT FRAMES` with how many went.
"""

import os
import random
import sys
import time
import tty
from pathlib import Path

FRAMES_PER_S = 10_000
_FRAME_BYTES = 8
_FRAMES_AT_ONCE = 10  # as many as a millisecond brings: each is a write of its own
_PIECE_S = _FRAMES_AT_ONCE / FRAMES_PER_S


def hold(link: Path) -> int:
    """Make a pseudo-terminal that `link` leads to, and return the device's end of it."""
    master, slave = os.openpty()
    tty.setraw(slave)
    os.set_blocking(master, False)
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(os.ttyname(slave))
    return master


def flood(port: int, duration_s: float, dice: random.Random) -> int:
    """Write garbage frames for so long, and return how many the line took."""
    taken, due_s = 0, time.perf_counter()
    end_s = due_s + duration_s
    while due_s < end_s:
        taken += sum(_took(port, dice.randbytes(_FRAME_BYTES)) for _ in range(_FRAMES_AT_ONCE))
        _swallow(port)
        due_s += _PIECE_S
        time.sleep(max(0.0, due_s - time.perf_counter()))
    return taken


def _took(port: int, frame: bytes) -> bool:
    try:
        return os.write(port, frame) == len(frame)
    except BlockingIOError:  # the host reads slower: a real line would lose the bytes too
        return False


def _swallow(port: int) -> None:
    try:
        os.read(port, 65536)
    except BlockingIOError:
        return


def main() -> None:
    """Hold the ports, and flood them as told, until the standard input ends."""
    ports = {name: hold(Path(name)) for name in sys.argv[1:]}
    dice = random.Random(0)
    sys.stdout.write("held\n")
    sys.stdout.flush()
    for line in sys.stdin:
        name, duration_s = line.split()
        taken = flood(ports[name], float(duration_s), dice)
        sys.stdout.write(f"{name} {taken}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
