"""Whether the hall may let anybody in: not on a full disk, nor on a nearly empty battery."""

from edge.domain.refusals import PowerLowError, StorageLowError
from edge.hall.recorder import Recorder
from edge.journal.reserve import Room


class Admission:
    """Says whether new visits may begin; whoever is in the hall already is served to the end."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self.room = Room.OK

    def require(self) -> None:
        """Raise `StorageLowError` or `PowerLowError` where no new visit may begin."""
        if self.room is not Room.OK:
            raise StorageLowError("the disk is nearly full: no new visits for now")
        if self._recorder.require_service().mains == "low":
            raise PowerLowError("the power is out and the battery nearly empty: no new visits")
