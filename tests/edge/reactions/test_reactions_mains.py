"""What UPS say of the mains, as news for everybody."""

from drivers.contract import PowerState
from drivers.voice.notices import Notice
from edge.reactions.mains import Mains

MAINS = PowerState(on_battery=False, low=False)
BATTERY = PowerState(on_battery=True, low=False)
LOW = PowerState(on_battery=True, low=True)


def test_power_that_was_there_all_the_time_is_no_news():
    mains = Mains()
    assert [mains.changed("ups", MAINS) for _ in range(2)] == [None, None]


def test_each_change_is_news_once():
    mains = Mains()
    states = (MAINS, BATTERY, BATTERY, LOW, LOW, MAINS, MAINS, BATTERY)
    assert [mains.changed("ups", state) for state in states] == [
        *(None, Notice.ON_BATTERY, None, Notice.BATTERY_LOW, None),
        *(Notice.POWER_BACK, None, Notice.ON_BATTERY),
    ]


def test_of_two_ups_the_worse_one_counts():
    mains = Mains()
    assert mains.changed("ups-1", BATTERY) is Notice.ON_BATTERY
    assert mains.changed("ups-2", LOW) is Notice.BATTERY_LOW
    assert mains.changed("ups-1", MAINS) is None
    assert mains.changed("ups-2", MAINS) is Notice.POWER_BACK


def test_an_old_battery_on_mains_is_no_news_for_visitors():
    assert Mains().changed("ups", PowerState(on_battery=False, low=True)) is None
