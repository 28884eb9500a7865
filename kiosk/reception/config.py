"""What a hall may set about its receptionists' tablets: the section `[reception]`."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

Seconds = Annotated[float, Field(gt=0, le=3600)]


@dataclass(frozen=True)
class ReceptionConfig:
    """The section `[reception]`.

    A tablet that nobody touches for `idle_lock_s`
    asks for the PIN again. Whoever has been at a ticket screen for `stuck_after_s` without getting
    a ticket counts as stuck.
    """

    idle_lock_s: Seconds = 300.0
    stuck_after_s: Seconds = 60.0
    look_pause_s: Seconds = 0.25
    reconnect_min_s: Seconds = 0.2
    reconnect_max_s: Seconds = 5.0
