"""The contract suite: what every driver owes the hall, run against its own twin.

A driver package gives a `Case`; `check_all` (or each check by itself) runs it on wires that are
whole, byte by byte, lossy, garbled, silent, slow, echoing, full of garbage, cut off and flooded,
and beside devices of other kinds. It needs no test framework, no hardware and no waiting: time is
virtual. `plugin` makes each check a test of pytest's.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from drivers.conformance.suite import CHECKS, Case, ContractBrokenError, check_all

__all__ = ["CHECKS", "Case", "ContractBrokenError", "check_all"]


def __getattr__(name: str) -> Any:
    # Loaded when it is asked for: pytest loads the plugin beside it in everybody's test runs.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("drivers.conformance.suite"), name)
