"""What a hall knows of headquarters: what it has signed, what it wrote for this hall alone."""

from dataclasses import dataclass, field

from edge.domain import letters
from edge.domain.applications import application_about
from edge.domain.appointment_code import Pass, is_genuine
from edge.domain.command import BadSignatureError, Command, NoHeadquartersError, OtherHallError
from edge.domain.library import Root, document_about


@dataclass(frozen=True)
class HeadquartersConfig:
    """Who headquarters is: `public_keys` as `atrium backoffice key` prints them.

    Without one nothing that headquarters asks for is done. While a key is replaced, the old one
    and the new one stand there.
    """

    public_keys: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for text in self.public_keys:
            letters.read_headquarters_keys(text)


class Headquarters:
    """Headquarters, as seen from the hall with the secret `hall_key`."""

    def __init__(self, hall: str, hall_key: bytes, config: HeadquartersConfig) -> None:
        self.hall = hall
        self.public_key = letters.key_text(letters.public_of(hall_key))
        self._hall_key = hall_key
        self._keys = [letters.read_headquarters_keys(text) for text in config.public_keys]
        self._code_keys = [letters.code_key(hall_key, keys.agreement) for keys in self._keys]

    @property
    def is_known(self) -> bool:
        """Whether this hall takes anything from headquarters."""
        return bool(self._keys)

    def check_command(self, command: Command, signature: bytes) -> None:
        """Raise `NoHeadquartersError`, `BadSignatureError`, `OtherHallError`."""
        self._check(command.signed_bytes(), signature)
        if command.hall != self.hall:
            raise OtherHallError("the command is for another hall", "hall")

    def check_pass(self, shown: Pass, signature: bytes) -> None:
        """Raise `NoHeadquartersError`, `BadSignatureError`, `OtherHallError`."""
        self._check(shown.signed_bytes(), signature)
        if shown.hall != self.hall:
            raise OtherHallError("the appointment is in another hall", "code")

    def check_root(self, root: Root, signature: bytes) -> None:
        """Raise `NoHeadquartersError`, `BadSignatureError`, `OtherHallError`."""
        self._check(root.signed_bytes(), signature)
        if root.hall != self.hall:
            raise OtherHallError("the documents are for another hall", "hall")

    def _check(self, said: bytes, signature: bytes) -> None:
        self.require()
        if not any(keys.has_signed(said, signature) for keys in self._keys):
            raise BadSignatureError("headquarters has not signed this", "signature")

    def require(self) -> None:
        """Raise `NoHeadquartersError` in a hall that knows of no headquarters."""
        if not self._keys:
            raise NoHeadquartersError("this hall has no key of headquarters")

    def has_given(self, appointment: str, mac: str) -> bool:
        """Whether a typed code with this `mac` is headquarters' own. Raises as `require`."""
        self.require()
        return any(is_genuine(key, self.hall, appointment, mac) for key in self._code_keys)

    def opened(self, command: Command) -> bytes:
        """Return the personal part of a command. Raises `letters.UnreadableLetterError`."""
        return letters.open_letter(self._hall_key, command.about, command.sealed)

    def opened_document(self, name: str, sealed: bytes) -> bytes:
        """Return what a private document says. Raises `letters.UnreadableLetterError`."""
        return letters.open_letter(self._hall_key, document_about(self.hall, name), sealed)

    def letter(self, application: str, words: bytes, once: bytes) -> bytes:
        """Return `words` about an application, sealed for headquarters alone.

        `once` are 32 random bytes. Raises `NoHeadquartersError`.
        """
        self.require()
        about = application_about(self.hall, application)
        return letters.write_letter(self._keys[0].agreement, once, about, words)
