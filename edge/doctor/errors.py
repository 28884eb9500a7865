"""What may go wrong for a doctor: said in one line. Unfit is a finding and no error."""

from edge.errors import ExpectedError

EXIT_UNFIT = 3


class DoctorError(ExpectedError):
    """The check could not be made; the message says what was in the way."""


class WitnessError(DoctorError):
    """The witness is not there, or does not answer as one."""
