import dataclasses

import pytest

from drivers import virtualtime
from drivers.conformance import CHECKS
from drivers.printer.escpos.case import CASE
from drivers.printer.escpos.options import EscposOptions
from drivers.printer.escpos.profile import load_profile
from drivers.printer.escpos.twin import EscposTwin


def _case(profile: str, width_mm: int = 58):
    options = EscposOptions(paper_width_mm=width_mm, profile=profile)
    twin = EscposTwin
    return dataclasses.replace(
        CASE,
        twin=lambda: twin(dots=options.dots, profile=load_profile(profile)),
        options=options,
    )


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize(
    "case",
    [CASE, _case("clears-by-enq"), _case("kpm150", 80)],
    ids=["epson", "clears-by-enq", "kpm150"],
)
def test_the_driver_keeps_the_contract(check, case):
    virtualtime.run(check(case))
