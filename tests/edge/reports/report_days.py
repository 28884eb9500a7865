"""Reports for tests: an ordinary day with a little of everything, and a day too big for a page."""

from report_story import ZONE, bare_story

from edge.domain.facts import Recorded
from edge.reports.building import build_report
from edge.reports.measuring import measure
from edge.reports.model import Report, Words
from edge.reports.names import Names

NAMES = Names(
    Words("阳光路供电营业厅", "Sunshine Road"),
    {"pay": Words("交电费", "Pay a bill"), "meter": Words("表计", "Meters")},
    {"1": Words("1号窗口", "Counter 1"), "2": Words("2号窗口", "Counter 2")},
    {"1": Words("老年人", "Elderly")},
    {"elderly": Words("老年人", "Elderly")},
    ("printer", "reader"),
    {"pay": 5 * 60},
)

A_DAY = bare_story(
    """
    08:00 day 2026-03-02
    08:30 1 opens 1001
    08:30 2 opens 1002
    09:00 V1 takes pay approach=4000
    09:00 V1 told 3 5 9
    09:02 V2 takes meter priority=1 segments=elderly
    09:04 V1 called rule=default
    09:05 V1 starts
    09:06 V2 called 2 1002 chosen=unwell
    09:08 V2 noshow 2 1002
    09:10 printer lost
    09:15 V1 finishes
    09:15 V1 rated 5
    09:20 V3 takes pay
    09:30 V3 called rule=default
    09:31 V3 starts
    09:35 V3 transferred
    09:35 V3 leg meter
    09:50 V3 called 2 1002
    09:51 V3 starts 2 1002
    10:00 V3 finishes 2 1002
    10:05 2 pauses lunch
    10:25 2 resumes
    10:30 printer back
    10:40 door passed 12
    11:00 B1 booked pay due=11:30
    11:40 B1 missed
    12:00 1 closes 1001
    12:00 2 closes 1002
    """
)


def a_day() -> Report:
    return report_of(A_DAY)


def report_of(facts: list[Recorded], names: Names = NAMES) -> Report:
    return build_report(measure(facts, ZONE, names.targets_s), names, ZONE)


def a_full_day() -> Report:
    """Return a day with more services, clerks and devices than fit on a page, and long names."""
    lines = ["08:00 day 2026-03-02"]
    for number in range(30):
        lines.append(f"08:00 {number} opens 10{number:02d}")
        lines.append(f"08:00 device-with-a-long-name-{number} lost")
    for number in range(30):
        clock = f"{8 + number // 3:02d}:{number % 3 * 20:02d}"
        lines += [
            f"{clock} V{number} takes service-with-a-long-name-{number}",
            f"{clock} V{number} told 3 5 9 where=place-{number % 5}",
            f"{clock} V{number} called {number} 10{number:02d}",
            f"{clock} V{number} starts {number} 10{number:02d}",
            f"{clock} V{number} finishes {number} 10{number:02d}",
            f"{clock} V{number} rated {number % 5 + 1}",
        ]
    lines += ["20:00 boot", "20:00 clock -90000", "20:00 clock unsynced", "20:30 W takes pay"]
    services = {
        f"service-with-a-long-name-{number}": Words("居民用户增容与变更用电" * 2, "Capacity " * 6)
        for number in range(30)
    }
    hall = Words("阳光路供电营业厅" * 2, "Sunshine Road Power Service Hall")
    return report_of(bare_story("\n".join(lines)), Names(hall, services))
