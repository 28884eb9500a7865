"""The contract suite as tests of pytest's: one test for each check, in any package's own tests.

```python
from drivers.conformance.plugin import conformance_tests
from my_sign.case import CASE

test_my_sign_keeps_the_contract = conformance_tests(CASE)
```

As a plugin of pytest's (`atrium-conformance`) it makes the marker `conformance` known, which all of
these tests bear: `-m conformance` runs them alone. It loads nothing before it is asked.
"""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import pytest

from drivers import conformance, virtualtime

if TYPE_CHECKING:
    from drivers.conformance import Case


def pytest_configure(config: pytest.Config) -> None:
    told = "conformance: a check of the contract that every Atrium driver keeps"
    config.addinivalue_line("markers", told)


def conformance_tests(*cases: "Case") -> Callable[..., None]:
    """Return what pytest collects as one test for each check of each case.

    The tests are called after the check, and after the protocol where there are several cases.
    """
    told = [
        pytest.param(case, check, id=_name(case, check, alone=len(cases) == 1))
        for case in cases
        for check in conformance.CHECKS
    ]

    @pytest.mark.conformance
    @pytest.mark.parametrize(("case", "check"), told)
    def keeps_the_contract(case: "Case", check: Callable[["Case"], Awaitable[None]]) -> None:
        virtualtime.run(_checked(check, case))

    return keeps_the_contract


def _name(case: "Case", check: Callable[["Case"], Awaitable[None]], *, alone: bool) -> str:
    return check.__name__ if alone else f"{case.driver.declaration.protocol}-{check.__name__}"


async def _checked(check: Callable[["Case"], Awaitable[None]], case: "Case") -> None:
    await check(case)
