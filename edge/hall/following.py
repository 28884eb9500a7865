"""Use case of how far an application is: asked by its number, which nobody can go through.

A number is the day and a count, so that whoever has one knows the next. What is told at a screen by
a number alone is therefore the stage, never what was applied for, complained of or asked.
"""

from collections.abc import Mapping
from typing import Any

from edge.domain.applications import UnknownApplicationError, read_number
from edge.domain.guessing import CodeLockedError, Guesses
from edge.domain.refusals import RefusedError
from edge.hall.applications import ApplicationRules, followed
from edge.hall.recorder import Recorder


class NumbersLockedError(RefusedError):
    """Too many numbers were tried at this screen; `details` say how long to wait."""

    code = "numbers_locked"
    nature = "locked"


class Following:
    """Tells the stage that headquarters has named."""

    def __init__(self, recorder: Recorder, rules: ApplicationRules) -> None:
        self._recorder = recorder
        self._wrong = Guesses(rules.wrong_numbers_max, rules.number_forgotten_s)
        self._asked = Guesses(rules.numbers_max, rules.number_forgotten_s)

    def at_screen(self, number: str, screen: str) -> Mapping[str, Any]:
        """Return the stage of what has that number, for whoever typed or scanned it at `screen`.

        Raises `UnknownApplicationError`, `NumbersLockedError`.
        """
        mono = self._recorder.clock.moment().mono
        self._check(screen, mono)
        self._asked.wrong(screen, mono)
        try:
            return {**self.by_number(number), "application": "", "form": ""}
        except UnknownApplicationError:
            self._wrong.wrong(screen, mono)
            raise

    def by_number(self, number: str) -> Mapping[str, Any]:
        """Return all that is told of an application. Raises `UnknownApplicationError`."""
        read = read_number(number)
        for name, now in self._recorder.committed.applications.items():
            if read and now.number == read:
                return followed(name, now)
        raise UnknownApplicationError("no application has that number", "number")

    def _check(self, screen: str, mono: int) -> None:
        try:
            self._wrong.check(screen, mono)
            self._asked.check(screen, mono)
        except CodeLockedError as error:
            wait_s = error.details["wait_s"]
            raise NumbersLockedError(
                "too many numbers were tried here: please wait", "number", wait_s=wait_s
            ) from None
