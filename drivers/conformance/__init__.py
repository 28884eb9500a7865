"""The contract suite: what every driver owes the hall, run against its own twin.

A driver package gives a `Case`; `check_all` (or each check by itself) runs it on whole,
byte-by-byte, lossy, garbled and silent wires and on one that is pulled out. It needs no test
framework, no hardware and no waiting: time is virtual.
"""

from drivers.conformance.suite import CHECKS, Case, ContractBrokenError, check_all

__all__ = ["CHECKS", "Case", "ContractBrokenError", "check_all"]
