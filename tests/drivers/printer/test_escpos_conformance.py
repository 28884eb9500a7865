import dataclasses
from pathlib import Path

import pytest

from drivers import virtualtime
from drivers.conformance import CHECKS
from drivers.printer.escpos.case import CASE
from drivers.printer.escpos.options import EscposOptions
from drivers.printer.escpos.profile import load_profile
from drivers.printer.escpos.twin import EscposTwin
from drivers.printer.shipped import shipped_folder


def _case(profile: str, width_mm: int = 58):
    options = EscposOptions(paper_width_mm=width_mm, profile=profile)
    twin = EscposTwin
    return dataclasses.replace(
        CASE,
        twin=lambda: twin(dots=options.dots, profile=load_profile(profile)),
        options=options,
    )


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("case", [CASE, _case("clears-by-enq")], ids=["epson", "clears-by-enq"])
def test_the_driver_keeps_the_contract(check, case):
    virtualtime.run(check(case))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_driver_keeps_the_contract_with_a_kiosk_printer_of_a_site_s_own_profile(
    check, tmp_path: Path
):
    """DLE EOT 20 instead of automatic status; but one whose memory can be emptied."""
    shipped = shipped_folder("profiles/printers") / "kpm150.toml"
    own = tmp_path / "own.toml"
    text = shipped.read_text(encoding="utf-8")
    own.write_text(text.replace('clear = "none"', 'clear = "enq"'), encoding="utf-8")
    virtualtime.run(check(_case(str(own), 80)))
