"""A process in the simulation: tasks that die together, at any moment, without a last word."""

import asyncio
import contextvars
import itertools
import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

log = logging.getLogger(__name__)

T = TypeVar("T")

_OWNER: contextvars.ContextVar["Process | None"] = contextvars.ContextVar("process", default=None)


class Process:
    """Owns every task that is begun in it, directly or by one of its tasks.

    `trouble` is what ended a task that should never end: a bug.
    """

    def __init__(self, name: str, trouble: Callable[[str, BaseException], None]) -> None:
        self.name = name
        self._trouble = trouble
        self._tasks: dict[asyncio.Task[Any], None] = {}  # a set would have no order
        self._context = contextvars.copy_context()
        self._context.run(_OWNER.set, self)

    @property
    def alive(self) -> bool:
        """Whether anything still runs in it."""
        return bool(self._tasks)

    def start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Begin `work` in this process."""
        return asyncio.get_running_loop().create_task(work, context=self._context)

    def begin(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Begin `work`, which may end by itself; an error of it is trouble."""
        task = self.start(work)
        task.add_done_callback(self._failed)
        return task

    def serve(self, work: Coroutine[Any, Any, Any]) -> None:
        """Begin what must go on until the process is killed; anything else is trouble."""
        self.start(work).add_done_callback(self._ended)

    def _failed(self, task: asyncio.Task[Any]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self._trouble(self.name, error)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        if not task.cancelled():
            error = task.exception() or RuntimeError("it has ended by itself")
            self._trouble(self.name, error)

    async def kill(self) -> None:
        """End all of it. The ports of the process must be dead by now: nothing it does counts."""
        while tasks := list(self._tasks):
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)

    def adopt(self, task: asyncio.Task[Any]) -> None:
        """Own a task."""
        self._tasks[task] = None
        task.add_done_callback(self._let_go)

    def _let_go(self, task: asyncio.Task[Any]) -> None:
        self._tasks.pop(task, None)


class _NumberedTask(asyncio.Task[T]):
    """A task whose place in a set depends on when it was begun, not on where in memory it lies."""

    def __init__(self, number: int, *args: Any, **kwargs: Any) -> None:
        self._number = number  # first: asyncio puts a new task into a set at once
        super().__init__(*args, **kwargs)

    def __hash__(self) -> int:
        return self._number


def own_tasks(loop: asyncio.AbstractEventLoop) -> None:
    """Have every task of `loop` belong to the process it is begun in."""
    numbers = itertools.count()

    def owned_task(
        loop: asyncio.AbstractEventLoop,
        work: Coroutine[Any, Any, T],
        context: contextvars.Context | None = None,
    ) -> asyncio.Task[T]:
        task: asyncio.Task[T] = _NumberedTask(next(numbers), work, loop=loop, context=context)
        owner = _OWNER.get() if context is None else context.get(_OWNER)
        if owner is not None:
            owner.adopt(task)
        return task

    loop.set_task_factory(owned_task)  # type: ignore[arg-type]
