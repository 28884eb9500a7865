"""Limits of alerts and reasons to leave a counter, as the configuration gives them."""

from pathlib import Path

import pytest

from edge.config import ConfigError
from edge.domain.pauses import USUAL_PAUSES
from edge.domain.reasons import USES, USUAL_REASONS
from edge.settings import load_settings

HALL = '[hall]\nid = "H-01"\n'
PAUSE = '[[pauses]]\nid = "{}"\nname = "休息"\nname_english = "Break"\n'
REASON = '[[reasons]]\nuse = "{}"\nid = "{}"\nname = "去银行"\nname_english = "To the bank"\n'


def settings_of(tmp_path: Path, text: str):
    path = tmp_path / "hall.toml"
    path.write_text(HALL + text, encoding="utf-8")
    return load_settings(path).hall.supervision


def test_a_hall_that_says_nothing_has_the_usual_reasons_and_limits(tmp_path: Path):
    settings = settings_of(tmp_path, "")
    assert settings.pauses == USUAL_PAUSES
    assert settings.limits.wait_percent == 100
    assert settings.reasons == USUAL_REASONS
    assert {reason.use for reason in USUAL_REASONS} == set(USES)


def test_a_use_that_a_hall_lists_has_its_own_reasons_and_the_others_the_usual_ones(tmp_path: Path):
    reasons = settings_of(tmp_path, REASON.format("park", "bank")).reasons
    assert [reason.id for reason in reasons if reason.use == "park"] == ["bank"]
    usual = [reason for reason in USUAL_REASONS if reason.use != "park"]
    assert [reason for reason in reasons if reason.use != "park"] == usual


def test_a_halls_own_reasons_stand_in_place_of_the_usual_ones(tmp_path: Path):
    settings = settings_of(tmp_path, PAUSE.format("nap") + "minutes_max = 20\n")
    assert [(pause.id, pause.minutes_max) for pause in settings.pauses] == [("nap", 20)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (PAUSE.format("a nap"), r"pauses.id: 'a nap': up to 64"),
        (PAUSE.format("nap") * 2, r"pauses: 'nap' stands there twice"),
        (PAUSE.format("nap") + "minutes_max = -1", r"minutes_max: -1 is less than 0"),
        (REASON.format("park", "the bank"), r"reasons.id: 'the bank': up to 64"),
        (REASON.format("park", "bank") * 2, r"reasons: 'bank' stands there twice for park"),
        (REASON.format("parking", "bank"), r"reasons\[1\].*use"),
        ("[alerts]\nidle_minutes = 5", r"unknown key 'idle_minutes'; the nearest known is"),
        ("[alerts]\nclears_percent = 120", r"clears_percent: 120 is more than 100"),
    ],
)
def test_what_makes_no_sense_is_named(tmp_path: Path, text: str, message: str):
    with pytest.raises(ConfigError, match=message):
        settings_of(tmp_path, text)
