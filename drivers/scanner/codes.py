"""From what a scanner read to `CodeScanned`: once per hold, and nothing of it in a log."""

import logging

from drivers.contract import CodeScanned, Report
from drivers.scanner.holding import Holds
from drivers.scanner.symbologies import split_aim
from drivers.scanner.text import CodeTextError, code_text

logger = logging.getLogger(__name__)


class CodeReporter:
    """Reports codes. `count` is how many it has reported.

    With `aim_id` a code begins with its AIM identifier, which is cut off and says the symbology.
    """

    def __init__(self, report: Report, hold_s: float, *, aim_id: bool = False) -> None:
        self.count = 0
        self._report = report
        self._holds = Holds(hold_s)
        self._aim_id = aim_id

    def take(self, data: bytes, now_s: float, symbology: str = "") -> None:
        """Report the code in `data`, read at `now_s`, unless it is none or was there already."""
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
