"""Where things are in the hall, as visitors are shown and told it."""

from kiosk.hall_map.plan import Area, CounterPlace, HallMap, Looks, Mark, ScreenPlace
from kiosk.hall_map.ways import Way

__all__ = ["Area", "CounterPlace", "HallMap", "Looks", "Mark", "ScreenPlace", "Way"]
