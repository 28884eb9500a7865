"""Use cases of applications: filled in, kept, gone on with by a code, handed in, followed.

What visitors answer is sealed under a key of the application and stands nowhere else: in no fact's
body, no kept answer, no memory. When it is kept no more, the key is deleted.
"""

import asyncio
import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from edge.domain import applications as rules
from edge.domain import facts as f
from edge.domain.applications import (
    HandedInError,
    IncompleteError,
    UnknownApplicationError,
    UnknownFormError,
)
from edge.domain.command import NoHeadquartersError
from edge.domain.forms import Answers, Form, Missing, Mistake, checked, kept, missing_of
from edge.domain.guessing import Guesses, WrongCodeError
from edge.domain.letters import SECRET_BYTES
from edge.domain.now import ApplicationNow
from edge.domain.numbered import hall_count
from edge.domain.refusals import SealedForGoodError
from edge.domain.state import HallState
from edge.hall.desk import with_ticket
from edge.hall.headquarters import Headquarters
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer, Request
from edge.hall.vault import Sealed, Vault
from edge.journal.keys import UnreadableError
from edge.ports import Ids

_CODE = "code"
_ANSWERS = "answers"


@dataclass(frozen=True)
class ApplicationRules:
    """How long applications are kept, how many wrong codes a screen takes, how many pages.

    An application has `pages_max` pages of documents, all of them together `pages_total_mb`. Of
    numbers to follow by a screen takes `wrong_numbers_max` wrong ones and `numbers_max` in all.
    """

    kept_days: int = 7
    handed_in_days: int = 30
    wrong_codes_max: int = 5
    wrong_code_forgotten_s: int = 60
    pages_max: int = 30
    pages_total_mb: int = 1024
    wrong_numbers_max: int = 5
    numbers_max: int = 20
    number_forgotten_s: int = 30


@dataclass(frozen=True, slots=True)
class Filled:
    """An application as it was filled in so far. Nothing of it is for a log."""

    application: str
    now: ApplicationNow
    form: Form
    answers: Answers = field(repr=False)
    code: str = field(repr=False)

    def missing(self, *, signed: bool) -> Missing:
        """Return what it lacks before it can be handed in."""
        return missing_of(self.form, self.answers, self.now.there, signed=signed)


@dataclass(frozen=True, slots=True)
class Saved:
    """What was kept, and what was wrong with the rest."""

    answer: Answer
    mistakes: Sequence[Mistake]


class Applications:
    """Everything about forms that visitors fill in. `at` is the screen or counter it is done at."""

    def __init__(
        self,
        recorder: Recorder,
        forms: Sequence[Form],
        ids: Ids,
        vault: Vault,
        headquarters: Headquarters,
        kept: ApplicationRules,
        finders: Sequence[tuple[str, bytes]] = (),
    ) -> None:
        self.forms = {form.id: form for form in forms}
        self._recorder = recorder
        self._ids = ids
        self._vault = vault
        self._headquarters = headquarters
        self._kept = kept
        self._by_code = {finder: name for name, finder in finders}
        self._guesses = Guesses(kept.wrong_codes_max, kept.wrong_code_forgotten_s)
        self.turn = asyncio.Lock()  # whoever changes an application has it

    # --- filling in ---

    async def begin(
        self,
        form: str,
        typed: Answers,
        at: str,
        documents: Sequence[str] = (),
        request: Request | None = None,
    ) -> Saved:
        """Keep a new application. Raises `UnknownFormError`."""
        form_ = self.form(form)
        async with self.turn:
            earlier = self._recorder.earlier_answer(request)
            answers, mistakes = self._read(form_, typed)
            if earlier is not None:
                return Saved(await self._recorder.settled(earlier), mistakes)
            application = self._ids.new_id()
            code = rules.resume_code(self._ids.random_bytes(rules.CODE_BYTES))
            key, sealed = self._vault.seal(application, {_ANSWERS: answers, _CODE: code})
            finder = self._finder(code)
            saved = self._saved(application, form_, answers, documents, at)
            answer = await self._recorder.answer(
                [saved],
                lambda _s: _named(application),
                request,
                sealed=sealed,
                keys=[key],
                finders=[(application, finder)],
            )
            self._by_code[finder] = application
            return Saved(answer, mistakes)

    async def save(
        self,
        application: str,
        typed: Answers,
        at: str,
        documents: Sequence[str] = (),
        request: Request | None = None,
    ) -> Saved:
        """Keep an application as it is filled in now, in place of what was kept before.

        Raises `UnknownApplicationError`, `HandedInError`, `SealedForGoodError`.
        """
        async with self.turn:
            filled = await self.opened(application)
            answers, mistakes = self._read(filled.form, typed)
            earlier = self._recorder.earlier_answer(request)
            if earlier is not None:
                return Saved(await self._recorder.settled(earlier), mistakes)
            self._require_open(self._recorder.require_service(), application)
            sealed = await self._sealed(application, {_ANSWERS: answers, _CODE: filled.code})
            saved = self._saved(application, filled.form, answers, documents, at)
            answer = await self._recorder.answer(
                [saved], lambda _s: _named(application), request, sealed=sealed.part
            )
            return Saved(answer, mistakes)

    def _read(self, form: Form, typed: Answers) -> tuple[dict[str, str], list[Mistake]]:
        answers, mistakes = checked(form, typed)
        return kept(form, answers), mistakes

    def _saved(
        self, application: str, form: Form, answers: Answers, documents: Sequence[str], at: str
    ) -> f.ApplicationSaved:
        known = [document.id for document in form.documents]
        seen = [document for document in known if document in documents]
        until = rules.kept_until(self._recorder.clock.moment().at, self._kept.kept_days)
        return f.ApplicationSaved(application, form.id, len(answers), seen, at, until)

    # --- going on ---

    async def resume(self, code: str, place: str) -> Filled:
        """Return the application that a code was given out for, typed at `place`.

        Raises `WrongCodeError`, `CodeLockedError`, `SealedForGoodError`.
        """
        mono = self._recorder.clock.moment().mono
        self._guesses.check(place, mono)
        read = rules.read_code(code)
        application = self._by_code.get(self._finder(read)) if read else None
        if application is None or application not in self._recorder.committed.applications:
            self._guesses.wrong(place, mono)
            raise WrongCodeError("that code is not right: please check it", "code")
        return await self.opened(application)

    async def opened(self, application: str) -> Filled:
        """Return an application as it was kept last.

        Raises `UnknownApplicationError`, `UnknownFormError`, `SealedForGoodError`.
        """
        now = _required(self._recorder.committed, application)
        recorded = await self._recorder.recorded(now.seq)
        wrapped = await self._recorder.wrapped_key(application)
        try:
            sealed = b"" if recorded is None else recorded.sealed or b""
            said = self._vault.unseal(application, sealed, wrapped)
        except UnreadableError:
            raise SealedForGoodError("the application can be read no more", "application") from None
        return Filled(application, now, self.form(now.form), said[_ANSWERS], said[_CODE])

    # --- handing in ---

    async def hand_in(
        self, application: str, signature: str = "", request: Request | None = None
    ) -> Answer:
        """Hand an application in; the answer has the number to follow it by.

        `signature` is the drawing on the screen, as SVG path data. Raises `IncompleteError` with
        everything that is missing, `UnknownApplicationError`, `SealedForGoodError`.
        """
        async with self.turn:
            filled = await self.opened(application)
            missing = filled.missing(signed=bool(signature))
            state = self._recorder.require_service()
            now = _required(state, application)
            if now.number:
                return Answer(200, followed(application, now))
            if missing:
                raise IncompleteError("the form lacks something", "", **_told(missing))
            letter = self._letter(filled, signature)
            day = dt.date.fromisoformat(state.day)
            number = rules.application_number(day, hall_count(state.handed_in + 1))
            until = rules.kept_until(self._recorder.clock.moment().at, self._kept.handed_in_days)
            handed_in = f.ApplicationHandedIn(
                application, now.form, number, list(now.there), bool(signature), until
            )
            return await self._recorder.answer(
                [handed_in],
                lambda after: Answer(200, followed(application, after.applications[application])),
                request,
                sealed=letter,
            )

    def _letter(self, filled: Filled, signature: str) -> bytes | None:
        said = {
            "form": filled.form.id,
            _ANSWERS: dict(filled.answers),
            "signature": signature,
            "pages": [asdict(page) for page in filled.now.pages],
        }
        words = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
        once = self._ids.random_bytes(SECRET_BYTES)
        try:
            return self._headquarters.letter(filled.application, words, once)
        except NoHeadquartersError:
            return None  # the hall works by itself; whoever serves sees the form all the same

    # --- at the counter ---

    async def bind(self, application: str, visit: str) -> None:
        """Note that the ticket of `visit` is about an application. Safe to repeat.

        Raises `UnknownApplicationError`, `UnknownVisitError`.
        """
        state = self._recorder.require_service()
        with_ticket(state, visit)
        if _required(state, application).visit != visit:
            await self._recorder.record(f.ApplicationBound(application, visit))

    def of_visit(self, visit: str) -> str:
        """Return the application that the ticket of `visit` is about, empty without one."""
        applications = self._recorder.committed.applications.items()
        return next((name for name, now in applications if now.visit == visit), "")

    async def at_a_glance(self, visit: str) -> dict[str, Any]:
        """Return what the form of a visit is called, its number, and how much it still lacks."""
        application = self.of_visit(visit)
        if not application:
            return {"application": "", "lacking": 0}
        try:
            filled = await self.opened(application)
        except (SealedForGoodError, UnknownFormError):
            return {"application": "", "lacking": 0}
        missing = filled.missing(signed=True)
        return {
            "application": f"{filled.form.name} {filled.now.number}".rstrip(),
            "lacking": len(missing.mistakes) + len(missing.documents),
        }

    # --- as time goes by ---

    async def tick(self) -> None:
        """Forget what is kept no more; what somebody is just changing is kept for longer."""
        async with self.turn:
            now = self._recorder.clock.moment().at
            applications = self._recorder.require_service().applications.items()
            over = [name for name, each in applications if each.until <= now]
            if over:
                facts = [f.ApplicationForgotten(name, "expired") for name in over]
                await self._recorder.record(*facts, dropped_keys=over)
                self.forgotten(set(over))

    def forgotten(self, gone: Collection[str]) -> None:
        """Take no code any more for applications that are `gone`."""
        self._by_code = {code: it for code, it in self._by_code.items() if it not in gone}

    # --- what others ask ---

    def now(self, application: str) -> ApplicationNow:
        """Return how an application stands. Raises `UnknownApplicationError`."""
        return _required(self._recorder.committed, application)

    def form(self, form: str) -> Form:
        """Return that form. Raises `UnknownFormError`."""
        if form not in self.forms:
            raise UnknownFormError(f"no form {form!r}", "form")
        return self.forms[form]

    # --- helpers ---

    def _require_open(self, state: HallState, application: str) -> None:
        if _required(state, application).number:
            raise HandedInError("this application has been handed in", "application")

    def _finder(self, code: str) -> bytes:
        return self._vault.finder(f"application {code}")

    async def _sealed(self, application: str, said: Mapping[str, Any]) -> Sealed:
        wrapped = await self._recorder.wrapped_key(application)
        try:
            return self._vault.seal_under(wrapped, application, said)
        except UnreadableError:
            raise SealedForGoodError("the application can be read no more", "application") from None


def _required(state: HallState, application: str) -> ApplicationNow:
    now = state.applications.get(application)
    if now is None:
        raise UnknownApplicationError("no such application is kept", "application")
    return now


def _named(application: str) -> Answer:
    return Answer(201, {"application": application})


def followed(application: str, now: ApplicationNow) -> dict[str, Any]:
    """Return how far an application is, in the shape of `shapes.Followed`."""
    return {
        "application": application,
        "form": now.form,
        "number": now.number,
        "step": now.step,
        "stage": now.stage,
        "stage_english": now.stage_english,
        "reached": now.reached,
    }


def _told(missing: Missing) -> dict[str, Any]:
    return {
        "fields": [
            {"field": each.field, "code": each.code, **each.details} for each in missing.mistakes
        ],
        "documents": [document.id for document in missing.documents],
        "signature": missing.signature,
    }
