"""What needs a supervisor's eye: from when on, for how long, and when it is said once more.

An alert is raised once, when a limit is passed. While what it is about lasts and nobody has taken
note of it, it is raised again, each time to a higher level; it ends when what it is about is over,
which a value that hovers about its limit is not.
"""

from edge.domain.alerts.conditions import Cause, Condition, conditions
from edge.domain.alerts.limits import AlertLimits
from edge.domain.alerts.raising import raised_and_ended
from edge.domain.alerts.recent import Recent

__all__ = ["AlertLimits", "Cause", "Condition", "Recent", "conditions", "raised_and_ended"]
