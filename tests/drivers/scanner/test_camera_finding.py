"""Codes in pictures: turned, blurred, tilted, dark and noisy; the page has the measured rates."""

import cv2
import pytest
import zxingcpp
from camera_pictures import Spoilt, code128, qr, seen

from drivers.contract import CodeScanned
from drivers.scanner.camera.finding import CodeFinder

APPOINTMENT = "https://hall.example/a/7F3K-20260302"
TICKET = "A012-20260302-7"
CODES = {"qrCode": (qr, APPOINTMENT), "code128": (code128, TICKET)}


# Ways to hold a code, and how many of them are read at the least.
SERIES = {
    "turned by 0 to 345 degrees": (
        [Spoilt(turned_degrees=step) for step in range(0, 360, 15)],
        100,
    ),
    "blurred by 0.5 to 4 px": ([Spoilt(blurred_px=step / 2) for step in range(1, 9)], 50),
    "tilted by 5 to 60 %": ([Spoilt(tilted_percent=step) for step in range(5, 65, 5)], 65),
    "in 1 to 10 % of the light": ([Spoilt(light_percent=step) for step in range(1, 11)], 90),
    "with noise of 10 to 120 levels": (
        [Spoilt(noise_levels=step) for step in range(10, 130, 10)],
        65,
    ),
}


@pytest.fixture(scope="module")
def finder():
    return CodeFinder(cv2, zxingcpp, text_max=256)


def found(finder, picture):
    """Return what is read of a picture that is held as long as there are ways to read it."""
    finder.find(picture * 0)
    for _frame in range(finder.ways):
        codes = finder.find(picture)
        if codes:
            return codes
    return []


@pytest.mark.parametrize("symbology", CODES)
@pytest.mark.parametrize(
    "how",
    [
        Spoilt(),
        *(Spoilt(turned_degrees=angle) for angle in (15, 30, 45, 60, 90, 135, 180, 270)),
        Spoilt(blurred_px=1.5),
        Spoilt(tilted_percent=20),
        Spoilt(light_percent=4),
        Spoilt(noise_levels=30),
        Spoilt(turned_degrees=20, blurred_px=1.0, tilted_percent=10, light_percent=40),
    ],
    ids=str,
)
def test_a_code_is_read_however_it_is_held(finder, symbology, how):
    write, text = CODES[symbology]
    assert found(finder, seen(write(text), how)) == [CodeScanned(text, symbology)]


@pytest.mark.parametrize("symbology", CODES)
def test_measured_read_rates_hold(finder, symbology, figure, release):
    write, text = CODES[symbology]
    for name, (ways, least_percent) in SERIES.items():
        thinned = ways if release else ways[::4]
        read = sum(bool(found(finder, seen(write(text), how))) for how in thinned)
        figure(f"camera, {symbology} {name}: {read} of {len(thinned)} read")
        assert read * 100 >= least_percent * len(thinned)


def test_a_picture_in_colour_is_read(finder):
    colour = cv2.cvtColor(seen(qr(APPOINTMENT)), cv2.COLOR_GRAY2BGR)
    assert finder.find(colour) == [CodeScanned(APPOINTMENT, "qrCode")]


def test_several_codes_in_one_picture_are_all_read(finder):
    picture = seen(qr(APPOINTMENT))
    bars = code128(TICKET, scale=2)
    picture[20 : 20 + bars.shape[0], 20 : 20 + bars.shape[1]] = bars
    assert set(finder.find(picture)) == {
        CodeScanned(APPOINTMENT, "qrCode"),
        CodeScanned(TICKET, "code128"),
    }


def test_chinese_text_is_read_as_it_was_written(finder):
    assert finder.find(seen(qr("预约号 A012")))[0].text == "预约号 A012"


def test_codes_of_other_kinds_and_of_endless_text_are_not_ours(finder):
    ean = zxingcpp.create_barcode("4006381333931", zxingcpp.BarcodeFormat.EAN13)
    import numpy as np  # noqa: PLC0415

    assert found(finder, seen(np.array(ean.to_image(scale=3)))) == []
    assert found(finder, seen(qr("x" * 300, scale=5))) == []


def test_a_wall_is_no_code(finder):
    assert found(finder, seen(code128(TICKET) * 0 + 140)) == []


def test_a_scene_that_stays_the_same_is_decoded_now_and_then_only():
    class Counting:
        """zxing-cpp, and how often it was asked."""

        BarcodeFormat = zxingcpp.BarcodeFormat
        asked = 0

        def read_barcodes(self, picture, formats):
            self.asked += 1
            return zxingcpp.read_barcodes(picture, formats=formats)

    library = Counting()
    finder = CodeFinder(cv2, library, text_max=256)
    wall = seen(qr(APPOINTMENT) * 0 + 140, Spoilt(noise_levels=10))
    for frame in range(30):
        finder.find(seen(wall, Spoilt(noise_levels=5, seed=frame)))
    assert library.asked <= 2 * (finder.ways + 30 // 10 + 1)
    assert finder.find(seen(qr(APPOINTMENT))) == [CodeScanned(APPOINTMENT, "qrCode")]
    asked = library.asked
    assert finder.find(seen(qr(APPOINTMENT))) == [CodeScanned(APPOINTMENT, "qrCode")]
    assert library.asked == asked
    assert finder.find(seen(qr("another")))[0].text == "another"
    assert finder.find(wall) == []


def test_the_libraries_prove_that_they_work(finder):
    assert finder.reads_its_own()
