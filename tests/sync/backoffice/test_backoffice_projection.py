"""Facts that no visit is made of: kept as misfits, whatever a hall that went wrong has sent."""

import json

import pytest

from edge.domain.chain import Row
from sync.backoffice.projection import project


@pytest.mark.parametrize(
    "body",
    [
        '{"reason":"\\ud800"}',
        '{"reason":' + "[" * 800 + "]" * 800 + "}",
        json.dumps({"reason": None}),
        "[]",
        "no JSON",
    ],
    ids=["half a character", "deep", "null", "no object", "no JSON"],
)
def test_an_odd_body_is_a_misfit_and_changes_no_visit(body: str) -> None:
    row = Row(7, "VisitAbandoned", 0, "boot", 0, "synced", "V1", body, None)
    projected = project({}, [row])
    assert projected.visits == {}
    assert [misfit.seq for misfit in projected.misfits] == [7]
