"""A planted bug: a few lines of the product made wrong in memory, and a proof that they ran.

A change names a function, the lines as they stand (`right`) and the mistake (`wrong`). It is made
inside the function itself, so that whoever has imported the function has the mistake too. Lines
that are no longer there, or there more than once, are an error: a bug that a refactoring has
disarmed must not look like one that nobody caught.
"""

import ast
import builtins
import dis
import inspect
import linecache
import pkgutil
import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import CodeType, FunctionType
from typing import Any


class DisarmedError(Exception):
    """The bug cannot be planted: what it changes is not there any more, or of another shape."""


@dataclass(frozen=True, slots=True)
class Change:
    """Whole statements of one function, replaced: `right` once stood there, `wrong` stands now.

    `where` is a function or a method as `module:qualified.name`. Comments at the end of lines do
    not count. An empty `wrong` is a line forgotten.
    """

    where: str
    right: str
    wrong: str


@dataclass(frozen=True, slots=True)
class Bug:
    """A classic mistake. `caught_by` maps a layer of the suite to the tests expected to fail.

    Each is a path below `tests`, or several with spaces between; pytest's options may follow.
    """

    name: str
    mistake: str
    changes: tuple[Change, ...]
    caught_by: dict[str, str]


_MARK = "planted_code_has_run"
_COMMENT = re.compile(r"  # .*$")


def plant_changes(changes: Sequence[Change], ran: Callable[[str], None]) -> None:
    """Make `changes`, for the life of this process; their lines tell `ran` where they are.

    Raises `DisarmedError`.
    """
    for function, code in changed(changes):
        function.__code__ = code
        function.__globals__[_MARK] = ran


def changed(changes: Sequence[Change]) -> Iterator[tuple[FunctionType, CodeType]]:
    """Give each function that `changes` name with the code that it would have.

    Raises `DisarmedError`.
    """
    for where in dict.fromkeys(change.where for change in changes):
        function = _function(where)
        planted = textwrap.dedent(inspect.getsource(function))
        for change in changes:
            if change.where == where:
                planted = _replaced(planted, change)
        filename = f"<planted in {where}>"
        # So that the traceback of a failed test shows the mistake.
        linecache.cache[filename] = (len(planted), None, planted.splitlines(True), filename)
        yield function, _compiled(planted, filename, function)


def _function(where: str) -> FunctionType:
    try:
        found: Any = pkgutil.resolve_name(where)
    except (ImportError, AttributeError) as error:
        raise DisarmedError(f"{where}: {error}") from error
    found = inspect.unwrap(found.fget if isinstance(found, property) else found)
    if not isinstance(found, FunctionType):
        raise DisarmedError(f"{where}: not a function of its own")
    if found.__qualname__ != where.partition(":")[2]:
        raise DisarmedError(f"{where}: this is {found.__qualname__}")
    return found


def _replaced(source: str, change: Change) -> str:
    lines, right, wrong = source.splitlines(), _lines(change.right), _lines(change.wrong)
    places = [at for at in range(len(lines)) if _bare(lines[at : at + len(right)]) == _bare(right)]
    if len(places) != 1:
        found = f"{len(places)} times" if places else "no more"
        raise DisarmedError(f"{change.where}: found {found}:\n{change.right}")
    (at,) = places
    margin = " " * min(_indent(line) for line in lines[at : at + len(right)] if line)
    mark = " " * _indent([*wrong, ""][0]) + f"{_MARK}({change.where!r})"
    planted = [margin + line for line in (mark, *wrong)]
    return "\n".join([*lines[:at], *planted, *lines[at + len(right) :], ""])


def _lines(text: str) -> list[str]:
    return textwrap.dedent(text).strip("\n").splitlines()


def _bare(lines: list[str]) -> list[str]:
    """Return `lines` without comments and without the indentation that they share."""
    return textwrap.dedent("\n".join(_COMMENT.sub("", line) for line in lines)).splitlines()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _compiled(source: str, filename: str, function: FunctionType) -> CodeType:
    try:
        module = compile(ast.parse(source), filename, "exec", dont_inherit=True)
    except SyntaxError as error:
        raise DisarmedError(f"{filename}: {error}") from error
    code = next(each for each in _inside(module) if each.co_name == function.__name__)
    known = {*function.__globals__, *vars(builtins), _MARK}
    if unknown := sorted(_globals_of(code) - known):
        raise DisarmedError(f"{filename}: the planted code does not know {', '.join(unknown)}")
    if code.co_freevars != function.__code__.co_freevars:
        raise DisarmedError(f"{filename}: the planted code is closed over something else")
    if _arguments(code) != _arguments(function.__code__):
        raise DisarmedError(f"{filename}: the planted code takes other arguments")
    return code


def _inside(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _inside(constant)


def _globals_of(code: CodeType) -> set[str]:
    loads = {each.argval for each in dis.get_instructions(code) if each.opname == "LOAD_GLOBAL"}
    return loads.union(*(_globals_of(inner) for inner in _inside(code)))


def _arguments(code: CodeType) -> tuple[str, ...]:
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
