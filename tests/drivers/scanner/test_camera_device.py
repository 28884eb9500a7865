"""The camera's half in the worker: pictures from a folder in place of a camera, real threads."""

import queue
import threading

import cv2
import numpy as np
import pytest
from camera_pictures import code128, qr, seen

from drivers.contract import CodeScanned, DeviceRefusedError, Health
from drivers.scanner.camera.device import CameraDevice, Newest
from drivers.scanner.camera.options import CameraOptions
from drivers.workers.device import Desk, UnknownRequestError
from drivers.workers.devices import UnusableOptionsError, device_for

WITHIN_S = 60.0


class Hand:
    """What is held before the camera: the only picture of its folder."""

    def __init__(self, folder):
        self.folder = folder

    def hold(self, picture):
        # Renamed into place: nobody reads half a picture.
        cv2.imwrite(str(self.folder.parent / "next.png"), picture)
        (self.folder.parent / "next.png").rename(self.folder / "now.png")


class At:
    """A camera at work in its threads."""

    def __init__(self, device):
        self.device = device
        self.events = queue.SimpleQueue()
        self.healths = queue.SimpleQueue()
        self._last = None
        self._stopping = threading.Event()
        desk = Desk(self._be, self.events.put, self._stopping)
        self._thread = threading.Thread(target=device.run, args=(desk,), daemon=True)
        self._thread.start()

    def _be(self, health, detail):
        if (health, detail) != self._last:
            self._last = (health, detail)
            self.healths.put(self._last)

    def until_health(self, health):
        while (told := self.healths.get(timeout=WITHIN_S))[0] is not health:
            pass
        return told[1]

    def end(self):
        self._stopping.set()
        self._thread.join(WITHIN_S)
        assert not self._thread.is_alive()


@pytest.fixture
def hand(tmp_path):
    folder = tmp_path / "sight"
    folder.mkdir()
    return Hand(folder)


@pytest.fixture
def at(hand):
    options = CameraOptions(source=str(hand.folder), frame_rate_hz=50.0, away_s=0.2)
    working = At(CameraDevice(options))
    yield working
    working.end()


def test_codes_are_told_as_they_are_held_and_once_each(at, hand):
    hand.hold(seen(qr("A012")))
    assert at.events.get(timeout=WITHIN_S) == CodeScanned("A012", "qrCode")
    hand.hold(seen(code128("A013")))
    assert at.events.get(timeout=WITHIN_S) == CodeScanned("A013", "code128")
    assert at.events.empty()


def test_a_camera_unplugged_is_missing_and_is_found_again(at, hand):
    at.until_health(Health.ONLINE)
    away = hand.folder.rename(hand.folder.parent / "away")
    assert "No such file" in at.until_health(Health.NO_DEVICE)
    away.rename(hand.folder)
    hand.hold(seen(qr("A014")))
    at.until_health(Health.ONLINE)
    assert at.events.get(timeout=WITHIN_S).text == "A014"


def test_a_camera_that_rests_is_let_go_of(at, hand):
    at.until_health(Health.ONLINE)
    at.device.do("scan", {"on": False})
    assert at.until_health(Health.ONLINE) == "resting"
    assert at.device.details() == {"scanning": False}
    hand.hold(seen(qr("A015")))
    at.device.do("scan", {"on": True})
    assert at.events.get(timeout=WITHIN_S).text == "A015"


def test_what_it_cannot_do_is_refused(at):
    with pytest.raises(DeviceRefusedError, match="true or false"):
        at.device.do("scan", {"on": 1})
    with pytest.raises(UnknownRequestError, match="cannot dance"):
        at.device.do("dance", {})


def test_the_self_test_says_what_the_camera_sees(at, hand):
    hand.hold(np.zeros((48, 64), np.uint8))
    while "64 x 48" not in at.until_health(Health.ONLINE):
        pass
    said = {found.said: found.ok for found in at.device.test()}
    assert said["the decoder reads a code of its own"]
    assert said["pictures of 64 x 48"]
    assert said["brightness 0 of 255, dark: is the lens covered?"] is False


def test_a_file_that_is_no_picture_is_a_wall(at, hand):
    (hand.folder / "now.png").write_bytes(b"half a pic")
    while "640 x 480" not in at.until_health(Health.ONLINE):
        pass
    assert at.events.empty()


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("9", "/dev/video9: no camera is plugged in there"),
        ("/dev/v4l/by-id/none", "/dev/v4l/by-id/none: no camera is plugged in there"),
        ("/dev/null", "/dev/null: it cannot be opened"),
    ],
)
def test_a_camera_that_is_not_there_is_named(source, why):
    working = At(CameraDevice(CameraOptions(source=source)))
    assert working.until_health(Health.NO_DEVICE).startswith(why)
    working.end()


def test_the_newest_picture_is_the_one_that_is_taken():
    newest = Newest()
    assert newest.take(0.0) is None
    for picture in ("first", "second", "third"):
        newest.put(picture)
    assert newest.take(0.0) == "third"
    assert newest.take(0.0) is None
    assert newest.untaken_s() == 0.0


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"sorce": "0"}, "unknown option 'sorce'; the nearest known is 'source'"),
        ({"source": 0}, "source: expected str, found 0"),
        ({"away_s": 0.0}, "away_s: 0 is not above 0"),
    ],
)
def test_options_that_cannot_be_used_are_named(options, why):
    with pytest.raises(UnusableOptionsError, match=why):
        device_for("scanner", "camera", options)


def test_a_device_that_no_worker_serves_is_named():
    with pytest.raises(UnusableOptionsError, match=r"no worker serves led\.onbon; there are: chip"):
        device_for("led", "onbon", {})
