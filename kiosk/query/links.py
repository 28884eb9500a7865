"""From the query screen to what is filled in elsewhere: the forms that have an entry here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QueryLink:
    """The way to a form, by its id in `config/forms`. It is filled in at the form machine."""

    form: str


LINKS = (QueryLink("repair"), QueryLink("complaint"), QueryLink("consult"))
