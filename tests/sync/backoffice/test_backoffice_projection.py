"""Facts that no visit is made of: kept as misfits, whatever a hall that went wrong has sent."""

import json

import pytest

from edge.domain.chain import Row
from sync.backoffice.projection import project, restored, snapshot


@pytest.mark.parametrize(
    "body",
    [
        '{"reason":"\\ud800"}',
        '{"reason":' + "[" * 800 + "]" * 800 + "}",
        json.dumps({"reason": None}),
        json.dumps({"reason": ["left", ["twice"]]}),
        '{"reason":["\\ud800"]}',
        "[]",
        "no JSON",
    ],
    ids=["half a character", "deep", "null", "nested", "half in a list", "no object", "no JSON"],
)
def test_an_odd_body_is_a_misfit_and_changes_no_visit(body: str) -> None:
    row = Row(7, "VisitAbandoned", 0, "boot", 0, "synced", "V1", body, None)
    projected = project({}, [row])
    assert projected.visits == {}
    assert [misfit.seq for misfit in projected.misfits] == [7]


def test_a_ticket_of_several_services_is_a_visit() -> None:
    body = {
        "leg": 1,
        "service": "bill",
        "ticket": "A001",
        "number": 1,
        "priority": 0,
        "delivery": "none",
        "ahead": 0,
        "segments": ["appointment"],
        "then": ["invoice"],
        "together": True,
    }
    row = Row(7, "TicketReserved", 0, "boot", 0, "synced", "V1", json.dumps(body), None)
    projected = project({}, [row])
    assert projected.misfits == []
    assert projected.visits["V1"].leg.segments == ("appointment",)
    assert restored(snapshot(projected.visits["V1"])) == projected.visits["V1"]
