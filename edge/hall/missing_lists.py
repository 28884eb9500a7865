"""The list of all that an application still lacks, on paper: told once, all of it (一次性告知)."""

import asyncio
import datetime as dt
from collections.abc import Sequence

from drivers.contract import DeviceError, OutcomeUnknownError, PaperSheet
from edge.domain import facts as f
from edge.domain.forms import Form, FormDocument, Mistake
from edge.hall.applications import Applications, Filled
from edge.hall.paper import HallNames, PaperPort
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer, Request

_WRONG = ("（请更正）", " (to be corrected)")
_SIGNATURE = ("本人或代理人签名", "Signature of the applicant or agent")


class MissingLists:
    """Prints what is missing, for whoever has to come again. `at` is the screen or the counter."""

    def __init__(
        self,
        recorder: Recorder,
        applications: Applications,
        paper: PaperPort,
        names: HallNames,
    ) -> None:
        self._recorder = recorder
        self._applications = applications
        self._paper = paper
        self._names = names
        self._turn = asyncio.Lock()

    async def print(self, application: str, at: str, request: Request | None = None) -> Answer:
        """Print it; the answer says what became of the paper, and the same request prints once.

        `printed`, `no_printer`: nothing came out, or `uncertain`. Raises
        `UnknownApplicationError`, `SealedForGoodError`.
        """
        async with self._turn:
            earlier = self._recorder.earlier_answer(request)
            if earlier is not None:
                return await self._recorder.settled(earlier)
            filled = await self._applications.opened(application)
            outcome = await self._on_paper(self._sheet(filled))
            missing = filled.missing(signed=True)
            told = f.MissingListPrinted(
                application,
                [each.field for each in missing.mistakes],
                [document.id for document in missing.documents],
                at,
                outcome,
            )
            said = {"application": application, "outcome": outcome}
            return await self._recorder.answer([told], lambda _state: Answer(200, said), request)

    async def _on_paper(self, sheet: PaperSheet) -> str:
        try:
            await self._paper.print_sheet(sheet)
        except OutcomeUnknownError:
            return "uncertain"
        except DeviceError:
            return "no_printer"
        return "printed"

    def _sheet(self, filled: Filled) -> PaperSheet:
        now = self._recorder.clock.local()
        until = dt.datetime.fromtimestamp(filled.now.until / 1000, now.tzinfo)
        form = filled.form
        return PaperSheet(
            heading="还缺这些",
            heading_english="Still to be brought or answered",
            about=form.name,
            about_english=form.name_english,
            marked=tuple(_marked(filled)),
            lines=(
                ("凭下面的编码可继续填写，无需重填", "With this code you go on where you stopped"),
                (f"保留到 {until:%Y-%m-%d}", f"Kept until {until:%Y-%m-%d}"),
                (self._names.name, self._names.name_english),
            ),
            code=filled.code,
            barcode=filled.code,
            issued_at=f"{now:%Y-%m-%d %H:%M}",
        )


def _marked(filled: Filled) -> Sequence[tuple[str, str]]:
    missing = filled.missing(signed=False)
    return [
        *(_question(filled.form, each) for each in missing.mistakes),
        *(_document(each) for each in missing.documents),
        *([_SIGNATURE] if missing.signature else []),
    ]


def _question(form: Form, mistake: Mistake) -> tuple[str, str]:
    field = form.field(mistake.field)
    chinese, english = (field.name, field.name_english) if field else (mistake.field, "")
    if mistake.code == "required":
        return chinese, english
    return chinese + _WRONG[0], english + _WRONG[1]


def _document(document: FormDocument) -> tuple[str, str]:
    if document.copies:
        copies = f"，复印件{document.copies}份", f", {document.copies} copies"
        return document.name + copies[0], document.name_english + copies[1]
    return document.name, document.name_english
