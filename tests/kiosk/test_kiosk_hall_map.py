"""The map of the hall: which way it is in words, what is drawn, and what no map may say."""

from pathlib import Path

import pytest

from edge.config import ConfigError, load_section
from kiosk.config import KioskConfig
from kiosk.hall_map import Area, CounterPlace, HallMap, Looks, Mark, ScreenPlace, Way

MIDDLE = Area("A区", "Zone A", x_m=9, y_m=9, width_m=2, depth_m=2)


def seen_from(x_m: float, y_m: float, looks: Looks = Looks.UP) -> Way | None:
    screen = ScreenPlace("ticket-1", x_m, y_m, looks)
    return HallMap(20, 20, areas=(MIDDLE,), screens=(screen,)).way("ticket-1", "A区")


@pytest.mark.parametrize(
    ("x_m", "y_m", "direction"),
    [
        (10, 18, "ahead"),
        (4, 16, "ahead_right"),
        (2, 10, "right"),
        (4, 4, "behind_right"),
        (10, 2, "behind"),
        (16, 4, "behind_left"),
        (18, 10, "left"),
        (16, 16, "ahead_left"),
    ],
)
def test_the_way_is_said_as_whoever_stands_there_sees_it(x_m, y_m, direction):
    assert seen_from(x_m, y_m) == Way(direction, 8)


@pytest.mark.parametrize(
    ("looks", "direction"),
    [(Looks.UP, "ahead"), (Looks.DOWN, "behind"), (Looks.LEFT, "right"), (Looks.RIGHT, "left")],
)
def test_it_depends_on_which_way_one_looks(looks, direction):
    assert seen_from(10, 18, looks) == Way(direction, 8)


def test_whoever_stands_in_the_area_is_there():
    assert seen_from(10, 11.5) == Way("here", 0)


def test_a_map_without_this_screen_or_this_area_says_nothing():
    known = HallMap(20, 20, areas=(MIDDLE,), screens=(ScreenPlace("ticket-1", 10, 18),))
    for screen, area in (("ticket-2", "A区"), ("ticket-1", "B区"), ("ticket-1", "")):
        assert known.way(screen, area) is None
        assert known.drawn(screen, area) is None
    assert HallMap().way("ticket-1", "A区") is None


def test_the_drawing_is_1000_across_and_its_way_goes_into_the_area():
    here = ScreenPlace("ticket-1", 5, 18)
    known = HallMap(
        20,
        20,
        areas=(MIDDLE, Area("B区", "Zone B", x_m=1, y_m=1)),
        counters=(CounterPlace("1", "", 2, 3), CounterPlace("2", "二", 4, 3)),
        screens=(here,),
        marks=(Mark("入口", "Entrance", 10, 19),),
    )
    drawn = known.drawn("ticket-1", "A区")
    assert drawn is not None
    assert (drawn.height, drawn.at(5)) == (1000, 250)
    # Clear of the ring where one stands, and of the edge of the area.
    assert drawn.way == ((250, 838), (250, 535), (416, 535))
    assert [area.meant for area in drawn.areas] == [True, False]
    assert [counter.name for counter in drawn.counters] == ["1", "二"]


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('areas = [{ name = "A区", x_m = 19.0, width_m = 2.0 }]', "A区: lies outside"),
        ('counters = [{ id = "7", x_m = 1.0, y_m = 30.0 }]', "7: lies outside"),
        ('screens = [{ id = "ticket-1", looks = "north" }]', "looks"),
        ('marks = [{ nane = "x" }]', "unknown key 'nane'"),
    ],
)
def test_what_is_wrong_in_a_map_is_named(tmp_path: Path, line, named):
    file = tmp_path / "hall.toml"
    file.write_text(f"[kiosk.map]\nwidth_m = 20.0\ndepth_m = 20.0\n{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=named):
        load_section(file, "kiosk", KioskConfig)


def test_the_demo_hall_shows_the_way_to_every_zone_of_its_services():
    demo = Path(__file__).parents[2] / "config" / "demo.toml"
    known = load_section(demo, "kiosk", KioskConfig).map
    assert {known.way("ticket-1", zone) for zone in ("A区", "B区")} == {
        Way("ahead_left", 6),
        Way("ahead_right", 6),
    }
