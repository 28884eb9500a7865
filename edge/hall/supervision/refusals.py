"""Every no of the supervision, each with a code that screens and scripts rely on."""

from edge.domain.refusals import RefusedError


class UnknownStaffError(RefusedError):
    """No such member of staff, or none who works at a counter."""

    code = "unknown_staff"
    nature = "invalid"


class UnknownNoticeError(RefusedError):
    """No such notice is shown."""

    code = "unknown_notice"
    nature = "unknown"


class TimePassedError(RefusedError):
    """The time that was named has passed."""

    code = "time_passed"
    nature = "invalid"


class UnknownRecipientError(RefusedError):
    """Neither a counter nor a member of staff."""

    code = "unknown_recipient"
    nature = "invalid"


class UnknownMessageError(RefusedError):
    """No such message today, or not one for whoever asks."""

    code = "unknown_message"
    nature = "unknown"


class NoHelpCalledError(RefusedError):
    """Nobody calls for help there."""

    code = "no_help_called"
    nature = "unknown"


class HelpAcceptedError(RefusedError):
    """Another member of staff is on the way already."""

    code = "help_accepted"
    nature = "conflict"


class UnknownAlertError(RefusedError):
    """No such alert stands."""

    code = "unknown_alert"
    nature = "unknown"


class UnknownReasonError(RefusedError):
    """None of the reasons, or outcomes, that the hall lists for that."""

    code = "unknown_reason"
    nature = "invalid"
