"""Runs inside ThingsBoard Gateway's own venv: its storage class as a process with a pipe.

`put N` is answered by what the storage says, `stored` or `refused`; `drain` prints each event the
storage gives back as `event N`, in order, for ever. Settings come as JSON in the first argument.
"""

import json
import logging
import sys
import threading
import time
from typing import Any

from thingsboard_gateway.storage.event_storage import EventStorage  # type: ignore[import-not-found]
from thingsboard_gateway.storage.file.file_event_storage import FileEventStorage  # type: ignore[import-not-found]
from thingsboard_gateway.storage.sqlite.sqlite_event_storage import SQLiteEventStorage  # type: ignore[import-not-found]
from thingsboard_gateway.tb_utility.tb_logger import TbLogger  # type: ignore[import-not-found]

_STORAGES = {"sqlite": SQLiteEventStorage, "file": FileEventStorage}


def main() -> None:
    """Serve one storage until killed."""
    logging.setLoggerClass(TbLogger)
    settings = json.loads(sys.argv[1])
    logger = logging.getLogger("storage")
    storage = _STORAGES[settings["type"]](settings, logger, threading.Event())
    _say("ready")
    for line in sys.stdin:
        word, _, number = line.strip().partition(" ")
        if word == "put":
            _say("stored" if storage.put(_event(int(number))) else "refused")
        else:
            _drain(storage)


def _event(number: int) -> str:
    # As the gateway itself hands it to its storage.
    telemetry = [{"ts": time.time_ns() // 1_000_000, "values": {"number": number}}]
    event = {"deviceName": "hall", "deviceType": "default", "telemetry": telemetry}
    return json.dumps(event, separators=(",", ":"))


def _drain(storage: EventStorage) -> None:
    # As in the gateway's send thread: read a pack, deliver it, say that it is done.
    while True:
        pack: list[Any] = storage.get_event_pack()
        for event in pack:
            for entry in json.loads(event)["telemetry"]:
                _say(f"event {entry['values']['number']}")
        if pack:
            storage.event_pack_processing_done()
        else:
            time.sleep(0.05)  # minPackSendDelayMS as shipped


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
