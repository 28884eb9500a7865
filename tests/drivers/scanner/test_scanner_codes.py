"""What becomes a code: what a hand scans, and not what a line brings thousandfold a second."""

import logging

import pytest

from drivers.contract import CodeScanned
from drivers.scanner.codes import CodeReporter


def scanned(codes: list[bytes], every_s: float) -> list[CodeScanned]:
    found: list[CodeScanned] = []
    reporter = CodeReporter(found.append, hold_s=2.0)
    for number, code in enumerate(codes):
        reporter.take(code, 100.0 + number * every_s)
    return found


def test_a_hand_that_scans_ten_tickets_in_a_row_loses_none():
    assert len(scanned([b"A%03d" % number for number in range(10)], every_s=0.1)) == 10


def test_codes_that_come_steadily_are_all_reported():
    assert len(scanned([b"A%03d" % number for number in range(200)], every_s=0.5)) == 200


def test_of_codes_that_come_faster_than_anybody_scans_a_few_are_left(
    caplog: pytest.LogCaptureFixture,
):
    caplog.set_level(logging.WARNING)
    flood = [b"%06d" % number for number in range(5000)]
    assert len(scanned(flood, every_s=0.001)) == 10 + 2 * 5 - 1
    assert len(caplog.records) == 1


def test_after_a_flood_codes_are_reported_again(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.WARNING)
    found: list[CodeScanned] = []
    reporter = CodeReporter(found.append, hold_s=2.0)
    for flood_s in (100.0, 200.0):
        for number in range(1000):
            reporter.take(b"%06d" % number, flood_s)
        reporter.take(b"A012", flood_s + 20.0)
        assert found[-1].text == "A012"
        reporter.take(b"A013", flood_s + 20.0)
    assert len(caplog.records) == 2
