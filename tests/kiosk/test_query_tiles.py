"""The tiles of the query screen's home page: all of them, and the few of elder mode."""

from kiosk.query.flow import OPENS
from kiosk.query.stay import Stage
from kiosk.query.tiles import Tile, tiles_at_home, tiles_of_more
from kiosk.query.touches import event_of


def opened(tile: Tile) -> Stage:
    event = event_of(tile.action, tile.page)
    return event.stage  # type: ignore[attr-defined]


def test_in_elder_mode_four_tiles_and_the_way_to_the_rest_stand_at_home():
    few = [tile.page for tile in tiles_at_home(few=True)]
    assert few == ["outages", "entry", "guides", "following", "more"]


def test_no_tile_is_lost_in_elder_mode():
    few = {*tiles_at_home(few=True), *tiles_of_more()} - {Tile("more", "more")}
    assert few == set(tiles_at_home(few=False))


def test_every_tile_opens_a_page_from_where_it_stands():
    homes = {*tiles_at_home(few=True), *tiles_at_home(few=False)}
    for stage, tiles in ((Stage.HOME, homes), (Stage.MORE, tiles_of_more())):
        for tile in tiles:
            if tile.action == "open":
                assert opened(tile) in OPENS[stage], tile
