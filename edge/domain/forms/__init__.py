"""Applications as data: what a form asks, whether an answer can be right, what is still missing.

A form (填单) is parts, each a screen with a few fields, and documents to bring. What is asked may
hang on what was answered before. Nothing here knows a person: answers are passed in and returned.
"""

from edge.domain.forms.answering import WrongAnswerError, read_answer
from edge.domain.forms.answers import Answers, Mistake, asked, checked, kept, mistakes_of
from edge.domain.forms.checking import form_mistakes
from edge.domain.forms.missing import Missing, missing_of
from edge.domain.forms.model import Choice, Field, Form, FormDocument, FormKind, Part

__all__ = [
    "Answers",
    "Choice",
    "Field",
    "Form",
    "FormDocument",
    "FormKind",
    "Missing",
    "Mistake",
    "Part",
    "WrongAnswerError",
    "asked",
    "checked",
    "form_mistakes",
    "kept",
    "missing_of",
    "mistakes_of",
    "read_answer",
]
