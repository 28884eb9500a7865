"""From what a scanner read to `CodeScanned`: once per hold, and nothing of it in a log."""

import logging

from drivers.contract import CodeScanned, Report
from drivers.scanner.holding import Holds
from drivers.scanner.symbologies import split_aim
from drivers.scanner.text import CodeTextError, code_text

logger = logging.getLogger(__name__)

# More than any hand scans: what comes faster is garbage on the line that looks like codes.
_AT_ONCE_MAX = 10
_PER_S_MAX = 2


class CodeReporter:
    """Reports codes. `count` is how many it has reported.

    With `aim_id` a code begins with its AIM identifier, which is cut off and says the symbology.
    """

    def __init__(self, report: Report, hold_s: float, *, aim_id: bool = False) -> None:
        self.count = 0
        self._report = report
        self._holds = Holds(hold_s)
        self._aim_id = aim_id
        self._left, self._at_s = float(_AT_ONCE_MAX), 0.0
        self._flooded = False

    def take(self, data: bytes, now_s: float, symbology: str = "") -> None:
        """Report the code in `data`, read at `now_s`, unless it is none or was there already.

        Of codes that come faster than anybody scans, the most are dropped.
        """
        if self._comes_too_fast(now_s):
            return
        try:
            text = code_text(data)
        except CodeTextError as error:
            logger.warning("code not accepted: %s", error)
            return
        if self._aim_id:
            named, text = split_aim(text)
            symbology = symbology or named
        if text and self._holds.is_new(text, now_s):
            self.count += 1
            self._report(CodeScanned(text, symbology))

    def _comes_too_fast(self, now_s: float) -> bool:
        self._left = min(_AT_ONCE_MAX, self._left + (now_s - self._at_s) * _PER_S_MAX)
        self._at_s = now_s
        if self._left >= 1:
            self._left -= 1
            self._flooded = self._flooded and self._left < _AT_ONCE_MAX - 1
            return False
        if not self._flooded:
            logger.warning("codes come faster than anybody scans: the most are dropped")
        self._flooded = True
        return True
