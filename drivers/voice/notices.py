"""What the hall tells everybody, whoever is called: in short phrases, each a clip of its own."""

from dataclasses import dataclass
from enum import StrEnum


class Notice(StrEnum):
    """Something that everybody in the hall should hear."""

    ON_BATTERY = "on_battery"
    BATTERY_LOW = "battery_low"
    POWER_BACK = "power_back"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """A notice in both languages: the whole of it for people, and the phrases it is said in."""

    text: str
    chinese: tuple[str, ...]
    english: tuple[str, ...]


NOTICES: dict[Notice, NoticeWords] = {
    Notice.ON_BATTERY: NoticeWords(
        "现在停电，照常办理。The power is out, service goes on.",
        ("现在停电", "照常办理"),
        ("the power is out", "service goes on"),
    ),
    Notice.BATTERY_LOW: NoticeWords(
        "备用电源即将用完，请留意工作人员。"
        "The backup power is running out, please watch for our staff.",
        ("备用电源", "即将用完", "请留意", "工作人员"),
        ("the backup power", "is running out", "please watch for", "our staff"),
    ),
    Notice.POWER_BACK: NoticeWords(
        "供电已恢复，照常办理。The power is back, service goes on.",
        ("供电已恢复", "照常办理"),
        ("the power is back", "service goes on"),
    ),
    Notice.TEST: NoticeWords(
        "语音测试。This is a test.",
        ("语音测试",),
        ("this is a test",),
    ),
}
