"""The checks in the order of running, and how to run them all."""

from collections.abc import Awaitable, Callable

from drivers import virtualtime
from drivers.conformance.bad_lines import (
    ends_when_cut_off_in_mid_frame,
    reports_a_crawling_device_once,
    survives_late_answers,
    takes_no_echo_for_an_answer,
    works_on_a_slow_wire,
    works_through_garbage,
    works_with_answers_in_one_read,
    works_with_its_own_echo,
)
from drivers.conformance.case import Case, ContractBrokenError
from drivers.conformance.ordinary import (
    declares_itself,
    ends_when_the_wire_is_pulled,
    reports_silence_once,
    starts_beside_a_silent_device,
    survives_a_garbled_wire,
    survives_a_lossy_wire,
    works_byte_by_byte,
    works_on_a_whole_wire,
)
from drivers.conformance.strangers import bears_a_flood, takes_no_stranger_for_its_own

__all__ = ["CHECKS", "Case", "ContractBrokenError", "check_all"]

CHECKS: tuple[Callable[[Case], Awaitable[None]], ...] = (
    declares_itself,
    works_on_a_whole_wire,
    works_byte_by_byte,
    survives_a_lossy_wire,
    survives_a_garbled_wire,
    reports_silence_once,
    starts_beside_a_silent_device,
    ends_when_the_wire_is_pulled,
    works_through_garbage,
    works_with_its_own_echo,
    takes_no_echo_for_an_answer,
    works_with_answers_in_one_read,
    survives_late_answers,
    works_on_a_slow_wire,
    reports_a_crawling_device_once,
    ends_when_cut_off_in_mid_frame,
    takes_no_stranger_for_its_own,
    bears_a_flood,
)


def check_all(case: Case) -> None:
    """Run every check in virtual time. Raises at the first broken clause."""
    for check in CHECKS:
        virtualtime.run(_as_coroutine(check, case))


async def _as_coroutine(check: Callable[[Case], Awaitable[None]], case: Case) -> None:
    await check(case)
