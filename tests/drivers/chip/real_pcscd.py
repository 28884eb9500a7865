"""A pcscd of its own for a test: private socket directory, private readers, virtual cards.

pcscd's socket has a fixed place, so it gets a mount namespace where that place is a folder of the
test; the client's side is told by PCSCLITE_CSOCK_NAME. Where namespaces are not allowed the tests
that need them are skipped.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

from drivers.chip.pcsc.vpcd import VpcdDecoder, answer
from drivers.wire import Side

DEADLINE_S = 60.0
_PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
_DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
_UNSHARE = ("unshare", "--user", "--map-root-user", "--mount")
_MOVED = """
mount -t tmpfs none /run && mkdir /run/pcscd && mount --bind "$1" /run/pcscd &&
exec pcscd --foreground --critical --config "$2"
"""


def can_run():
    """Tell whether a private pcscd with virtual readers can run here."""
    if shutil.which("pcscd", path=_PATH) is None or not _DRIVER.exists():
        return False
    tried = subprocess.run([*_UNSHARE, "true"], capture_output=True, check=False)
    return tried.returncode == 0


def until(condition, what):
    """Wait for the world outside, at most `DEADLINE_S`."""
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline, f"not in time: {what}"
        threading.Event().wait(0.01)


def free_port():
    """Return a port with a free one beside it: a reader has two slots."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            with contextlib.suppress(OSError, OverflowError):
                second.bind(("127.0.0.1", port + 1))
                return port


class RealPcscd:
    """The service, to be started, killed and started again; with a reader plugged in or not."""

    def __init__(self, place):
        self.port = free_port()
        self._run, self._readers = place / "run", place / "readers"
        self._run.mkdir()
        self._readers.mkdir()
        self.socket = self._run / "pcscd.comm"
        self._process = None

    def plug_reader(self):
        """Have the reader there from the next start on."""
        (self._readers / "vpcd").write_text(
            'FRIENDLYNAME "Virtual PCD"\n'
            f"DEVICENAME /dev/null:0x{self.port:X}\n"
            f"LIBPATH {_DRIVER}\n"
            f"CHANNELID 0x{self.port:X}\n"
        )

    def pull_reader(self):
        """Have no reader there from the next start on."""
        (self._readers / "vpcd").unlink()

    def clean(self):
        """Leave nothing of it to the next one."""
        shutil.rmtree(self._run)
        shutil.rmtree(self._readers)

    def start(self):
        self._process = subprocess.Popen(
            [*_UNSHARE, "sh", "-c", _MOVED, "sh", self._run, self._readers],
            env={**os.environ, "PATH": _PATH},
            stdout=subprocess.DEVNULL,
        )
        until(self._answers, "pcscd listens")

    def _answers(self):
        with socket.socket(socket.AF_UNIX) as asking:
            return asking.connect_ex(str(self.socket)) == 0

    def kill(self):
        """End it as a crash does, if it runs."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(DEADLINE_S)
            self._process = None


class InsertedCard:
    """A virtual card in the first slot, served by a thread until it is pulled."""

    def __init__(self, card, port, pulled_at=None):
        self.card = card
        self._pulled_at = pulled_at  # the command at which it is pulled
        self._socket = socket.socket()
        until(lambda: self._socket.connect_ex(("127.0.0.1", port)) == 0, "the slot is there")
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        decoder = VpcdDecoder(Side.HOST)
        with contextlib.suppress(OSError):
            while data := self._socket.recv(4096):
                for frame in decoder.feed(data):
                    if self._pulled_at is not None and len(self.card.heard) >= self._pulled_at:
                        self._socket.close()
                        return
                    self._socket.sendall(answer(self.card, frame))

    def pull(self):
        """Take the card out. Safe to repeat."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(DEADLINE_S)
