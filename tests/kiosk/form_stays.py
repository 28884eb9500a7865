"""A form and a small hall for the form screen's machine: what it would answer, without waiting."""

from dataclasses import dataclass, field

from edge.api import shapes
from kiosk.form import errands as do
from kiosk.form import events as e
from kiosk.form.flow import step
from kiosk.form.stay import Filled, Stage, Stay


def question(id_: str, kind: str = "text", **more: object) -> shapes.FormField:
    return shapes.FormField(
        **{
            "id": id_,
            "kind": kind,
            "name": f"问{id_}",
            "name_english": f"Ask {id_}",
            "hint": "",
            "hint_english": "",
            "required": True,
            "when": {},
            "choices": [],
            "length_max": 40,
            "unit": "",
            "fill": "",
            **more,
        }
    )


def choices(*ids: str) -> list[shapes.FormChoice]:
    return [shapes.FormChoice(id=id_, name=id_, name_english=id_) for id_ in ids]


def part(id_: str, *fields: shapes.FormField, **when: list[str]) -> shapes.FormPart:
    return shapes.FormPart(
        id=id_, name=f"页{id_}", name_english=id_, when=when, fields=list(fields)
    )


def form(id_: str = "connect", *, signed: bool = True) -> shapes.Form:
    """Return a form of two or three parts, with a document that a company has to bring."""
    body = question("body", "choice", choices=choices("person", "company"))
    name = question("name", when={"body": ["person"]}, fill="card_name")
    licence = shapes.FormDocument(
        id="licence",
        name="执照",
        name_english="Licence",
        when={"body": ["company"]},
        required=True,
        copies=1,
    )
    return shapes.Form(
        id=id_,
        name="新装",
        name_english="New connection",
        service="",
        signed=signed,
        parts=[
            part("who", body, name),
            part("firm", question("firm"), body=["company"]),
            part("reach", question("phone", "phone")),
        ],
        documents=[licence],
    )


@dataclass
class Hall:
    """Keeps applications as the real one does; a phone number `bad` is none."""

    forms: tuple[shapes.Form, ...] = (form(), form("repair", signed=False))
    kept: dict[str, shapes.Application] = field(default_factory=dict)
    saved_under: dict[str, str] = field(default_factory=dict)
    handed: dict[str, str] = field(default_factory=dict)
    bound: dict[str, str] = field(default_factory=dict)

    def answer(self, errand: do.Errand) -> e.Event | None:
        match errand:
            case do.FetchForms():
                return e.FormsArrived(errand.stay, self.forms)
            case do.Greet(visit=visit) if visit.startswith("TICKET-"):
                return e.CodeShown(errand.stay, visit, ticket=visit.removeprefix("TICKET-"))
            case do.Greet(visit=visit) if visit.startswith("CODE-"):
                return e.CodeShown(errand.stay, visit, code=visit.removeprefix("CODE-"))
            case do.Greet():
                return e.ShowerKnown(errand.stay, errand.visit, "张**", {"card_name": "张三"})
            case do.Keep():
                return e.Kept(errand.stay, self._keep(errand))
            case do.HandIn():
                number = self.handed.setdefault(errand.application, f"N{len(self.handed) + 1}")
                followed = shapes.Followed(
                    application=errand.application,
                    form="connect",
                    number=number,
                    stage="",
                    stage_english="",
                    reached=0,
                )
                return e.HandedIn(errand.stay, followed)
            case do.Attach() | do.Detach():
                return self._picture(errand)
            case do.Resume():
                found = [each for each in self.kept.values() if each.code == errand.code]
                if not found:
                    return e.Refused(errand.stay, "wrong_code")
                return e.Opened(errand.stay, found[0], self.forms)
            case do.Bind():
                self.bound[errand.visit] = errand.application
                return e.Bound(errand.stay)
        return None

    def _picture(self, errand: do.Attach | do.Detach) -> e.Event:
        if isinstance(errand, do.Attach) and errand.picture == "bad":
            return e.NotAttached(errand.stay, "no_picture")
        kept, page = self.kept[errand.application], (errand.document, errand.page)
        others = [each for each in kept.attached if (each.document, each.page) != page]
        if isinstance(errand, do.Attach):
            taken = shapes.Attached(document=page[0], page=page[1], media="image/jpeg", size=1)
            others.append(taken)
        there = {each.document for each in others} | set(kept.documents)
        lacking = [] if "licence" in there else ["licence"]
        self.kept[kept.application] = kept.model_copy(
            update={"attached": others, "lacking": lacking}
        )
        return e.Attached(errand.stay, self.kept[kept.application])

    def _keep(self, errand: do.Keep) -> shapes.Application:
        name = errand.application or self.saved_under.get(errand.key) or f"A{len(self.kept) + 1}"
        self.saved_under[errand.key] = name
        asked = next(each for each in self.forms if each.id == errand.form)
        filled = Filled(asked, dict(errand.answers))
        fields = {each.id for each_part in filled.parts for each in each_part.fields}
        wrong = {id_ for id_ in fields if errand.answers.get(id_) == "bad"}
        answers = {
            id_: text for id_, text in errand.answers.items() if id_ in fields - wrong and text
        }
        attached = self.kept[name].attached if name in self.kept else []
        there = {*errand.documents, *(each.document for each in attached)}
        self.kept[name] = shapes.Application(
            application=name,
            form=errand.form,
            code=f"7K3M-9QX{name[1:]}",
            answers=answers,
            documents=list(errand.documents),
            attached=attached,
            mistakes=[self._mistake(id_, "phone") for id_ in sorted(wrong)],
            missing=[
                self._mistake(id_, "required") for id_ in sorted(fields) if id_ not in answers
            ],
            lacking=[each.id for each in filled.needed if each.id not in there],
            number=self.handed.get(name, ""),
            until=1,
        )
        return self.kept[name]

    @staticmethod
    def _mistake(id_: str, code: str) -> shapes.FormMistake:
        return shapes.FormMistake(field=id_, code=code, details={})


class Screen:
    """A form screen whose hall answers at once, unless it is `away`."""

    def __init__(self, hall: Hall | None = None) -> None:
        self.hall = hall or Hall()
        self.stay = Stay("s0")
        self.begun = 0
        self.away = False
        self.errands: list[do.Errand] = []

    def happen(self, event: e.Event) -> None:
        before = self.stay
        self.stay, errands = step(before, event, f"s{self.begun + 1}")
        self.begun += self.stay.id != before.id
        self.errands += errands
        for errand in errands if not self.away else ():
            answer = self.hall.answer(errand)
            if answer is not None:
                self.happen(answer)

    def does(self, kind: type[e.Event], *more: object, **named: object) -> Stay:
        self.happen(kind(self.stay.id, *more, **named))
        return self.stay

    def comes_back(self) -> None:
        """Have the hall answer what was asked last, as it does when it is asked again."""
        self.away = False
        self.does(e.Unanswered)

    def fills_in(self, id_: str = "connect") -> Stay:
        """Fill a form in for a person, to its last page."""
        self.does(e.Began)
        self.does(e.FormChosen, id_)
        self.does(e.Picked, "body", "person")
        self.does(e.Onward, {"name": "张三"})
        return self.does(e.Onward, {"phone": "13800138000"})


def at(stage: Stage) -> Screen:
    """Return a screen that has come to that page."""
    screen = Screen()
    if stage is Stage.ATTRACT:
        return screen
    screen.does(e.Began)
    match stage:
        case Stage.CODE:
            screen.does(e.CodeWanted)
        case Stage.OPENING:
            screen.away = True
            screen.does(e.CodeTyped, "7K3M-9QX1")
        case Stage.FILLING | Stage.TURNING | Stage.KEPT | Stage.REFUSED:
            screen.does(e.FormChosen, "connect")
            screen.does(e.Picked, "body", "person")
            _further(screen, stage)
        case Stage.DOCUMENTS | Stage.CAMERA:
            screen.does(e.FormChosen, "connect")
            screen.does(e.Picked, "body", "company")
            screen.does(e.Onward)
            screen.does(e.Onward, {"firm": "某公司"})
            screen.does(e.Onward, {"phone": "13800138000"})
            if stage is Stage.CAMERA:
                screen.does(e.CameraWanted, "licence")
        case Stage.REVIEW | Stage.SIGNING | Stage.HANDING_IN | Stage.HANDED_IN:
            screen.fills_in()
            _further(screen, stage)
    assert screen.stay.stage is stage
    return screen


def _further(screen: Screen, stage: Stage) -> None:
    match stage:
        case Stage.TURNING:
            screen.away = True
            screen.does(e.Onward, {"name": "张三"})
        case Stage.KEPT:
            screen.does(e.KeepWanted, {"name": "张三"})
        case Stage.REFUSED:
            screen.away = True
            screen.does(e.Onward, {"name": "张三"})
            screen.does(e.Refused, "sealed_for_good")
        case Stage.SIGNING:
            screen.does(e.SignWanted)
        case Stage.HANDING_IN | Stage.HANDED_IN:
            screen.away = stage is Stage.HANDING_IN
            screen.does(e.SignWanted)
            screen.does(e.HandInWanted, "M1 2L3 4")
