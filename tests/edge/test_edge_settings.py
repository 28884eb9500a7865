"""The controller's settings: what no hall can run with is refused before anything starts."""

from pathlib import Path

import pytest

from edge.config import ConfigError
from edge.settings import load_settings

PIN = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA"

HALL = f"""
[hall]
id = "H-01"

[[services]]
id = "bill"
name = "交电费"
name_english = "Pay a bill"
prefix = "A"

[[counters]]
id = "1"
name = "1号窗口"
name_english = "Counter 1"
led = {{ device = "strips", unit = "1" }}
caller = {{ device = "callers", unit = "1" }}

[[counters]]
id = "2"
name = "2号窗口"
name_english = "Counter 2"
led = {{ device = "strips", unit = "2" }}

[[staff]]
id = "1001"
name = "陈静"
pin = "{PIN}"

[[devices]]
id = "strips"
kind = "led"
protocol = "onbon"

[[devices]]
id = "callers"
kind = "caller"
protocol = "ff68"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hall.toml"


def refusal_of(path: Path, old: str, new: str) -> str:
    assert old in HALL
    path.write_text(HALL.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_settings(path)
    said = str(refused.value)
    assert "\n" not in said
    return said.removeprefix(f"{path}: ")


def test_a_hall_that_says_little_gets_the_defaults(path: Path):
    path.write_text(HALL, encoding="utf-8")
    settings = load_settings(path)
    assert settings.hall.names.id == "H-01"
    assert (settings.hall.day_starts_at_hour, settings.journal.reserve_mb) == (4, 64)
    assert [device.id for device in settings.devices] == ["strips", "callers"]
    assert str(settings.timezone) == "Asia/Shanghai"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "H-01"', "", "hall.id: every hall has its own; it is missing here"),
        ('id = "H-01"', 'id = "H-01"\ntimezone = "Mars"', "hall.timezone: no time zone 'Mars'"),
        ('device = "strips", unit = "1"', 'device = "x"', "counters: 1: led: no device 'x'"),
        (
            'led = { device = "strips", unit = "1" }',
            'led = { device = "callers" }',
            "counters: 1: led: device 'callers' is a caller",
        ),
        (
            'caller = { device = "callers", unit = "1" }',
            'caller = { device = "strips" }',
            "counters: 1: caller: device 'strips' is a led",
        ),
        ('unit = "2"', 'unit = "1"', "counters: 2: led: unit '1' of 'strips' stands on counter 1"),
        (PIN, "2468", "staff: 1001: pin: expected what `atrium pin` prints"),
        ('prefix = "A"', 'prefix = "a1"', "services: bill: prefix must be letters A to Z"),
        (
            "[[services]]",
            "[rules]\nfairness_bound_min = -1\n[[services]]",
            "rules: fairness_bound_min",
        ),
        ("[[services]]", "[ticket]\ngreeting_s = -1\n[[services]]", "ticket: greeting_s"),
        ("[[services]]", "[ticket]\nforget_after_s = 0\n[[services]]", "ticket: forget_after_s"),
        (
            "[[services]]",
            "[announcements]\nwaiting_max = 0\n[[services]]",
            "announcements: waiting_max",
        ),
        (
            "[[services]]",
            "[announcements]\ntime_to_live_s = 0\n[[services]]",
            "announcements: time_to_live_s",
        ),
    ],
)
def test_what_no_hall_can_run_with_is_named(path: Path, old: str, new: str, said: str):
    assert refusal_of(path, old, new).startswith(said)


def test_a_pin_in_the_clear_is_not_repeated(path: Path):
    assert "2468" not in refusal_of(path, PIN, "2468")


def test_an_id_given_twice_is_named(path: Path):
    assert refusal_of(path, 'id = "2"', 'id = "1"') == "counters: '1' stands there twice"
