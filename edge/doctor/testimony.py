"""The box's side of the line to its witness: blocking, one answer for each line said."""

import socket
from dataclasses import dataclass
from types import TracebackType

from edge.doctor.book import LINE_BYTES_MAX
from edge.doctor.errors import WitnessError

ANSWER_TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True)
class Heard:
    """What a witness says of the last run of a box."""

    run: str
    number: int


class WitnessLine:
    """A connection to the witness. Every method raises `WitnessError`."""

    def __init__(self, host: str, port: int, box: str) -> None:
        """Connect for the box named `box`."""
        self._where = f"witness {host}:{port}"
        self._box = box
        try:
            self._socket = socket.create_connection((host, port), ANSWER_TIMEOUT_S)
        except OSError as error:
            raise WitnessError(f"{self._where}: {error.strerror or error}") from None
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._answers = self._socket.makefile("rb")

    def __enter__(self) -> "WitnessLine":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._answers.close()
        self._socket.close()

    def begin(self, run: str) -> None:
        """Say that a rehearsal begins."""
        self._expect(f"begin {self._box} {run}", "ok")

    def wrote(self, run: str, number: int) -> None:
        """Say that record `number` is durable, and wait until the witness has heard it."""
        self._expect(f"wrote {self._box} {run} {number}", f"ok {number}")

    def stopped(self, run: str) -> None:
        """Say that the rehearsal was ended by hand."""
        self._expect(f"stopped {self._box} {run}", "ok")

    def judged(self, run: str, *, passed: bool, cuts_passed: int) -> None:
        """Say what came of it."""
        state = "passed" if passed else "unfit"
        self._expect(f"judged {self._box} {run} {state} {cuts_passed}", "ok")

    def ask(self) -> Heard | None:
        """Ask for the run that is to be judged."""
        answer = self._say(f"ask {self._box}")
        match answer.split():
            case ["none"]:
                return None
            case ["run", run, number] if number.isdecimal():
                return Heard(run, int(number))
        raise WitnessError(f"{self._where}: {answer[:60]!r} is no answer of a witness")

    def _expect(self, line: str, expected: str) -> None:
        answer = self._say(line)
        if answer != expected:
            raise WitnessError(f"{self._where}: said {answer[:60]!r} to {line!r}")

    def _say(self, line: str) -> str:
        try:
            self._socket.sendall(f"{line}\n".encode("ascii"))
            answer = self._answers.readline(LINE_BYTES_MAX)
        except TimeoutError:
            raise WitnessError(f"{self._where}: no answer in {ANSWER_TIMEOUT_S:.0f} s") from None
        except OSError as error:
            raise WitnessError(f"{self._where}: {error.strerror or error}") from None
        if not answer.endswith(b"\n"):
            raise WitnessError(f"{self._where}: hung up")
        return answer.decode("ascii", "replace").strip()
