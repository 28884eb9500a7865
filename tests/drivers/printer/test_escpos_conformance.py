import dataclasses

import pytest

from drivers import virtualtime
from drivers.conformance import CHECKS
from drivers.printer.escpos.case import CASE
from drivers.printer.escpos.commands import ClearCommand
from drivers.printer.escpos.options import EscposOptions
from drivers.printer.escpos.twin import EscposTwin

_OTHER_MAKER = dataclasses.replace(
    CASE,
    twin=lambda: EscposTwin(dots=384, clears=ClearCommand.ENQ),
    options=EscposOptions(paper_width_mm=58, clear_command=ClearCommand.ENQ),
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("case", [CASE, _OTHER_MAKER], ids=["dc4", "enq"])
def test_the_driver_keeps_the_contract(check, case):
    virtualtime.run(check(case))
