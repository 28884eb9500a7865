"""A visit as its visitor sees it, in whatever state a test asks for."""

from dataclasses import replace
from typing import Any

from edge.mobile import MobileVisit
from edge.mobile.port import Looked

WAITS = MobileVisit(
    ticket="A001",
    state="waiting",
    hall="城东供电营业厅",
    hall_english="East City Power Hall",
    service="交电费",
    service_english="Pay a bill",
    zone="A区",
    zone_english="Zone A",
    counter="1号窗口",
    counter_english="Counter 1",
    place="大厅左侧",
    place_english="on the left",
    ahead=1,
    low_min=10,
    high_min=20,
    told_at=1,
    not_before=0,
    delay_min=10,
    delays_left=2,
    may_delay=True,
    may_leave=True,
    may_rate=False,
    grade=None,
    dimensions=(),
    gone_after_min=30,
    application="",
    stage="",
    stage_english="",
)


def looked(state: str = "waiting", **changes: Any) -> Looked:
    return Looked(replace(WAITS, state=state, **changes), here=True, words=True)
