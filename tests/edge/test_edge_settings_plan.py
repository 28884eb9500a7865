"""Hours, rosters, rights and rules in the configuration: what cannot be is named in one line."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from edge.config import ConfigError
from edge.domain.plan import Document, NumberRange, Quota
from edge.domain.rights import Action
from edge.settings import EdgeSettings, load_settings

CONFIG = Path(__file__).parent.parent.parent / "config"
PIN = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA"
SHANGHAI = ZoneInfo("Asia/Shanghai")

HALL = f"""
[hall]
id = "H-01"

[calendar]
hours = ["mon-fri 08:30-12:00 13:30-17:30"]
files = ["holidays.toml"]

[admission]
last_ticket_min = 10

[rules]
file = "rules.txt"

[[special_days]]
name = "搬迁"
name_english = "Moving"
first = 2026-03-02
services = ["bill"]

[[services]]
id = "bill"
name = "交电费"
name_english = "Pay a bill"
prefix = "A"
search = ["jdf"]
segments = ["quick"]
expected_min = 4
numbers = {{ first = 101, last = 400 }}
hours = ["mon-fri 09:00-16:00"]
quotas = [{{ hours = "mon-fri 09:00-10:30", tickets = 40 }}]
documents = [{{ name = "户号", name_english = "Account number" }}]
appointments = {{ places = 2 }}

[[counters]]
id = "1"
name = "1号窗口"
name_english = "Counter 1"
skills = ["wheelchair"]

[[staff]]
id = "1001"
name = "陈静"
pin = "{PIN}"
languages = ["en"]
rights = ["+reveal", "-transfer"]

[[roster]]
counter = "1"
staff = "1001"
hours = ["mon-fri 08:30-17:30"]
breaks = ["12:00-13:00"]
"""
HOLIDAYS = """
[[special_days]]
name = "元旦"
name_english = "New Year"
first = 2026-01-01
last = 2026-01-03
"""


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "holidays.toml").write_text(HOLIDAYS, encoding="utf-8")
    (tmp_path / "rules.txt").write_text("", encoding="utf-8")
    return tmp_path / "hall.toml"


def read(path: Path, text: str = HALL) -> EdgeSettings:
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def refusal_of(path: Path, old: str, new: str) -> str:
    assert old in HALL
    with pytest.raises(ConfigError) as refused:
        read(path, HALL.replace(old, new, 1))
    said = str(refused.value)
    assert "\n" not in said
    assert said.startswith(str(path.parent))
    return said.removeprefix(f"{path}: ")


def test_a_service_is_as_it_was_written(path: Path):
    service = read(path).hall.plan.by_id["bill"]
    assert service.numbers == NumberRange(101, 400)
    assert service.quotas == (Quota("mon-fri 09:00-10:30", 40),)
    assert service.documents == (Document("户号", "Account number"),)
    assert (service.search, service.segments, service.appointments.places) == (
        ("jdf",),
        ("quick",),
        2,
    )


def test_the_calendar_takes_in_hours_special_days_and_files(path: Path):
    calendar = read(path).hall.calendar
    assert calendar.is_open(at("2026-03-02T09:30"))
    assert not calendar.is_open(at("2026-03-02T09:30"), "bill")
    opens = calendar.next_change(at("2025-12-31T17:30"), "bill")
    assert opens == at("2026-01-05T09:00")


def test_a_member_of_staff_has_the_rights_of_the_role_and_their_own(path: Path):
    plan = read(path).hall.plan
    assert plan.rights_of("1001") >= {Action.CALL, Action.REVEAL}
    assert Action.TRANSFER not in plan.rights_of("1001")
    assert plan.skills_of("1", "1001") == {"wheelchair", "en"}


def test_the_roster_is_read(path: Path):
    roster = read(path).hall.roster
    there = [roster.open_counters(at(f"2026-03-03T{time}")) for time in ("11:00", "12:30")]
    assert there == [{"1": "1001"}, {}]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('["mon-fri 08:30-12:00 13:30-17:30"]', '["mon-fri 8:30-12:00"]', "calendar: hours: '8:30"),
        ("last_ticket_min = 10", "last_ticket_min = -1", "admission: last_ticket_min: -1 is less"),
        ("[admission]", "[appointments]\nearly_min = -1\n[admission]", "appointments: early_min"),
        ("first = 2026-03-02", 'first = "monday"', "special_days[1].first: "),
        ("first = 2026-03-02", "first = 2026-01-02\nlast = 2026-01-01", "special_days: 搬迁: last"),
        ("first = 2026-03-02", "from = 2026-03-02", "special_days[1]: unknown key 'from'"),
        ('services = ["bill"]', 'services = ["x"]', "special_days: 搬迁: no service 'x'"),
        ("expected_min = 4", "expected_min = 0", "services: bill: expected_min must be at least 1"),
        ("first = 101, last = 400", "first = 0", "services: bill: numbers: first must be"),
        ("tickets = 40", 'tickets = "many"', "services[1].quotas[1].tickets: "),
        ("tickets = 40", "places = 40", "services[1].quotas[1]: unknown key 'places'"),
        ('"mon-fri 09:00-10:30"', '"mon 10:30-09:00"', "services: bill: '10:30-09:00' ends before"),
        ("places = 2", "places = -2", "services: bill: appointments: places is less than 0"),
        ('"+reveal"', '"+fly"', "staff: 1001: rights: '+fly': known: "),
        ("languages", 'role = "boss"\nlanguages', "staff[1].role: Input should be 'clerk', "),
        ('counter = "1"', 'counter = "7"', "roster[1]: no counter '7'"),
        ("[[roster]]", "[[roaster]]", "unknown section [roaster]; the nearest known is 'roster'"),
        ('"rules.txt"', '"rules.txt"\ntext = "x"', "rules: text: the rules are in a file already"),
    ],
)
def test_what_cannot_be_is_named_in_one_line(path: Path, old: str, new: str, said: str):
    assert refusal_of(path, old, new).startswith(said)


def test_a_file_that_is_named_and_not_there_is_named(path: Path):
    said = refusal_of(path, '"holidays.toml"', '"holidays-2027.toml"')
    assert said == f"{path.with_name('holidays-2027.toml')}: No such file or directory"
    said = refusal_of(path, '"rules.txt"', '"other.txt"')
    assert said == f"{path.with_name('other.txt')}: No such file or directory"


def test_a_file_of_special_days_holds_nothing_else(path: Path):
    path.with_name("holidays.toml").write_text("[hall]\nid = 'x'\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"holidays.toml: \[hall\]: only \[\[special_days\]\]"):
        read(path)


def test_rules_in_a_file_are_in_force(path: Path):
    path.with_name("rules.txt").write_text("OTHERWISE CALL whoever came first\n", encoding="utf-8")
    assert read(path).hall.rules.in_order_of_coming


def test_a_mistake_in_the_rules_is_named_with_file_and_line(path: Path):
    path.with_name("rules.txt").write_text("# ours\nHURRY UP\nDO IT\n", encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        read(path)
    said = str(refused.value)
    assert said.startswith(f"{path.with_name('rules.txt')}:2:1: no sentence begins with 'HURRY'")
    assert said.endswith("(and 1 more)")


def test_rules_in_the_configuration_itself_are_named_by_their_key(path: Path):
    said = refusal_of(path, 'file = "rules.txt"', 'text = "HURRY UP"')
    assert said.startswith("rules.text:1:1: no sentence begins with 'HURRY'")


def test_the_bound_of_the_configuration_is_part_of_the_rules(path: Path):
    text = HALL.replace('file = "rules.txt"', "fairness_bound_min = 45")
    assert read(path, text).hall.rules.fairness_bound_min == 45


def test_the_shipped_holidays_of_china_fit_the_week_they_change(path: Path):
    shipped = (CONFIG / "holidays-cn-2026.toml").read_text(encoding="utf-8")
    path.with_name("holidays.toml").write_text(shipped, encoding="utf-8")
    calendar = read(path).hall.calendar
    year = [dt.date(2026, 1, 1) + dt.timedelta(days) for days in range(365)]
    open_days = {day for day in year if calendar.spans(day)}
    weekdays = {day for day in year if day.weekday() < 5}
    assert len(weekdays - open_days) == 19
    assert sorted(open_days - weekdays) == [
        dt.date(2026, *day) for day in ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10))
    ]


def test_the_demo_hall_is_open_at_any_time_of_any_day():
    settings = load_settings(CONFIG / "demo.toml")
    calendar = settings.hall.calendar
    assert calendar.next_change(at("2026-01-01T03:00")) is None
    assert all(calendar.is_open(at("2026-01-01T03:00"), leaf) for leaf in settings.hall.plan.leaves)
    assert calendar.left_today_min(at("2026-01-01T23:59")) is None
