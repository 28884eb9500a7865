"""Who takes part: the systems by name, in the order of the table."""

from collections.abc import Callable
from pathlib import Path

from bench.headtohead import mosquitto_bridge, thingsboard_storage, thingsboard_whole
from bench.headtohead.atrium import Atrium
from bench.headtohead.system import System

LINEUP: dict[str, Callable[[Path], System]] = {
    "atrium": Atrium,
    "mosquitto": mosquitto_bridge.as_shipped,
    "mosquitto-best": mosquitto_bridge.saving_at_once,
    "thingsboard-gateway": thingsboard_whole.started_offline,
    "thingsboard-gateway-best": thingsboard_whole.started_online,
    "thingsboard-sqlite": thingsboard_storage.sqlite,
    "thingsboard-file": thingsboard_storage.file,
}
