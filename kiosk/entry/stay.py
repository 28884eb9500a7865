"""One visitor's stay at a screen where a form may be open over what the screen is for."""

from dataclasses import dataclass
from typing import Generic

from kiosk.form.stay import Stay as FormStay
from kiosk.script import StayT


@dataclass(frozen=True, slots=True)
class Stay(Generic[StayT]):
    """One visitor: `host` is what the screen is for, `form` what is filled in, while it is.

    The form's stay has an id of its own: what comes late for one form is not for the next.
    """

    host: StayT
    form: FormStay | None = None

    @property
    def id(self) -> str:
        """Return the id of the visitor's stay, whatever is open."""
        return self.host.id

    @property
    def stage(self) -> str:
        """Return the name of the page that is seen."""
        return self.form.stage if self.form else self.host.stage
