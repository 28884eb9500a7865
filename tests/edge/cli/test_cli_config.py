"""`atrium config`: what a hall would run with, and where each value comes from."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_runs import DEMO, write_config

from edge.config import SECTIONS

Run = Callable[..., tuple[int, str, str]]

# A list of each kind, and a setting of each service that is not the controller.
EVERYTHING = """
[kiosk]
listen = "127.0.0.1:1"
[reception]
idle_lock_s = 120.0
[counter]
screens = ["1"]
[query]
hotline = ""
[form]
shown_s = 60.0
[sync]
hall = ""
[backoffice]
hosts = []
[[priorities]]
id = "elderly"
name = "老年人"
name_english = "Elderly"
level = 1
[[staff]]
id = "1001"
name = "陈静"
pin = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA"
[[special_days]]
name = "元旦"
name_english = "New Year"
first = 2027-01-01
[[roster]]
counter = "1"
staff = "1001"
hours = ["mon-fri 08:30-12:00"]
[[devices]]
id = "relay-1"
kind = "relay"
protocol = "modbus-relay"
port = "wires/relay-1"
[[outputs]]
device = "relay-1"
unit = "1"
on_while = "day_open"
"""
LED = '[[devices]]\nid = "d"\nkind = "led"\nprotocol = "x"\n'


def test_a_usable_configuration_is_told_in_one_line(run: Run) -> None:
    code, out, err = run("config", "check", "--config", DEMO)
    assert (code, err) == (0, "")
    assert out == f"{DEMO}: hall demo-hall: 6 services, 5 counters, 12 devices\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("demo = true", "demmo = true", "hall: unknown key 'demmo'; the nearest known is 'demo'"),
        (
            "[[counters]]",
            '[[devices]]\nid = "d"\nkind = "led"\nprotocol = "x"\n[[counters]]',
            "'x'",
        ),
        ("demo = true", "day_starts_at_hour = 24", "hall.day_starts_at_hour"),
        ("demo = true", "day_starts_at_hour = -1", "hall.day_starts_at_hour"),
        ("demo = true", "rating_window_s = -1", "hall.rating_window_s"),
        ("demo = true", "grades = { 0 = 6 }", "hall.grades"),
        ("demo = true", "grades = { a = 5 }", "hall.grades"),
        ("reserve_mb = 1", "reserve_mb = -1", "journal.reserve_mb"),
        ("needed_mb = 1", "needed_mb = -1", "journal.needed_mb"),
        ("[journal]", '[ticket]\nfollow_url = "x/{visit}"\n[journal]', "follow_url"),
        ('id = "small-hall"', 'id = "a hall"', "hall.id"),
        ('id = "1"', 'id = "1/2"', "counters"),
        ('id = "pay-bill"', 'id = "pay bill"', "services"),
    ],
)
def test_what_could_not_be_used_is_named(
    run: Run, folder: Path, old: str, new: str, said: str
) -> None:
    config = write_config(folder / "hall.toml", (old, new))
    code, out, err = run("config", "check", "--config", config)
    assert (code, out) == (2, "")
    assert err.startswith(f"atrium: {config}: ") and err.count("\n") == 1
    assert said in err


def test_every_value_is_shown_with_where_it_comes_from(run: Run, config: Path) -> None:
    code, out, err = run("config", "show", "--config", config)
    assert (code, err) == (0, "")
    assert f"hall.id = 'small-hall'  ({config})" in out.splitlines()
    assert "hall.timezone = 'Asia/Shanghai'  (default)" in out.splitlines()
    code, out, err = run("config", "show", "--config", config, "--json")
    rows = {row["key"]: row for row in json.loads(out)}
    assert rows["journal.reserve_mb"] == {
        "key": "journal.reserve_mb",
        "value": 1,
        "from": str(config),
    }
    assert rows["rules.fairness_bound_min"]["from"] == "default"


def test_no_section_is_left_out(run: Run, folder: Path) -> None:
    config = write_config(folder / "hall.toml", ("[journal]", f"{EVERYTHING}[journal]"))
    code, out, err = run("config", "show", "--config", config)
    assert (code, err) == (0, "")
    assert {re.split(r"[.\[]", line)[0] for line in out.splitlines()} == set(SECTIONS)
    assert f"kiosk.listen = '127.0.0.1:1'  ({config})" in out.splitlines()


def test_what_a_hall_has_that_lists_none_is_shown_as_the_default(run: Run, config: Path) -> None:
    _code, out, _err = run("config", "show", "--config", config, "--json")
    rows = {row["key"]: row for row in json.loads(out)}
    assert rows["pauses.meal"]["value"]["minutes_max"] == 60
    assert rows["pauses.meal"]["from"] == "default"
    assert rows["services.pay-bill"]["from"] == str(config)


def test_no_pin_is_shown(run: Run) -> None:
    for option in ([], ["--json"]):
        _code, out, _err = run("config", "show", "--config", DEMO, *option)
        assert "argon2" not in out
        assert "(not shown)" in out
