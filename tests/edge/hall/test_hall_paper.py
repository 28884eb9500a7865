"""What stands on a paper ticket: everything in each language apart."""

from edgefakes import FakeClock

from drivers.contract import PaperTicket
from edge.domain.leg import LegState
from edge.domain.plan import Plan, Service
from edge.domain.visit import Leg, Visit
from edge.hall.paper import HallNames, TicketConfig, TicketText

NAMES = HallNames("H-01", "阳光路营业厅", "Sunshine Road Hall")


def worded(config: TicketConfig | None = None, **zone: str) -> PaperTicket:
    """Return the words on the ticket of somebody behind three others, who waits in `zone`."""
    plan = Plan((Service("bill", "交电费", "Pay a bill", "A", **zone),), ())
    text = TicketText(plan, NAMES, config or TicketConfig(), FakeClock())
    leg = Leg(1, "bill", "A004", LegState.RESERVED, 0, 3, "paper", 1_772_415_660_000, 0)
    return text.paper(Visit("V-1", 1, (leg,)))


def test_each_language_stands_apart_so_that_a_layout_can_choose():
    paper = worded(zone="A区", zone_english="Zone A")
    assert (paper.hall, paper.hall_english) == ("阳光路营业厅", "Sunshine Road Hall")
    assert (paper.service, paper.service_english) == ("交电费", "Pay a bill")
    assert (paper.ahead, paper.ahead_english) == ("前面还有 3 人", "3 ahead of you")
    assert (paper.where, paper.where_english) == ("请到A区等候", "Please wait in Zone A")
    assert (paper.footer, paper.footer_english) == ("请留意叫号", "Please listen for your number")


def test_a_footer_in_one_language_stands_alone():
    paper = worded(TicketConfig(footer="谢谢", footer_english=""))
    assert (paper.footer, paper.footer_english) == ("谢谢", "")


def test_without_a_zone_nobody_is_sent_anywhere():
    assert (worded().where, worded().where_english) == ("", "")


def test_a_zone_without_an_english_name_is_said_in_chinese():
    paper = worded(zone="A区")
    assert (paper.where, paper.where_english) == ("请到A区等候", "")
