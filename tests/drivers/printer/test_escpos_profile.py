import pytest

from drivers.datafile import DataFileError
from drivers.printer.escpos import status
from drivers.printer.escpos.commands import ClearCommand
from drivers.printer.escpos.options import EscposOptions
from drivers.printer.escpos.profile import load_profile
from drivers.printer.escpos.status import Bits, State
from drivers.shipped import shipped_folder

SHIPPED = sorted(path.stem for path in shipped_folder("profiles/printers").glob("*.toml"))
_GS_R = "[gs_r_1]\npaper_end = 0x0C\n"
_ONE = "[dle_eot_1]\noffline = 0x08\n"


@pytest.fixture
def profile_of(tmp_path):
    """Return a function that reads a profile from its text."""
    written = iter(range(100))

    def load(text):
        path = tmp_path / f"profile{next(written)}.toml"
        path.write_text(text, encoding="utf-8")
        return load_profile(str(path))

    return load


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_profile_says_what_it_is_for_and_where_it_is_from(name):
    profile = EscposOptions(profile=name).printer
    assert profile.title
    assert profile.evidence


def test_what_the_decoder_shows_is_what_the_profiles_say():
    epson, kiosk = load_profile("epson"), load_profile("kpm150")
    assert (epson.real_time, epson.queued) == (status.REAL_TIME, status.PAPER)
    assert (epson.auto, kiosk.full) == (status.AUTO, status.FULL)


def test_a_printer_is_asked_what_its_profile_has_a_table_for():
    assert load_profile("epson").questions == bytes.fromhex("100401 100402 100403 100404")
    assert load_profile("kpm150").questions == bytes.fromhex("100401 100414")


def test_a_bit_may_mean_something_when_it_is_clear(profile_of):
    profile = profile_of(_GS_R + "[dle_eot_4.when_clear]\npaper_low = 0x0C\n")
    assert profile.read_real_time(b"\x12") == State.PAPER_LOW
    assert profile.read_real_time(b"\x1e") == State(0)
    assert status.real_time_byte(State(0), profile.real_time[4]) == 0x1E


def test_a_clone_s_bits_stand_where_its_file_says(profile_of):
    profile = profile_of(
        'clear = "enq"\n' + _GS_R + _ONE + "[dle_eot_2]\ncover_open = 0x20\npaper_end = 0x04\n"
    )
    assert profile.clear is ClearCommand.ENQ
    assert profile.read_real_time(b"\x1a\x32") == State.OFFLINE | State.COVER_OPEN
    assert profile.real_time[2] == Bits({0x20: State.COVER_OPEN, 0x04: State.PAPER_END})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (_ONE + _GS_R + "[dle_eot_9]\n", "dle_eot_9: unknown key; the nearest known is 'dle_eot"),
        (_ONE + "ofline = 4\n" + _GS_R, "dle_eot_1.ofline: is no meaning; the nearest known is"),
        (_ONE + "feeding = 0x10\n" + _GS_R, "0x10 holds bits that are fixed in this byte"),
        (_ONE + "feeding = 0x08\n" + _GS_R, "holds a bit that has another meaning already"),
        (_ONE + "feeding = 0\n" + _GS_R, "dle_eot_1.feeding: 0 is not 1 to 255"),
        (_ONE + 'feeding = "0x08"\n' + _GS_R, "wants a whole number from 1 to 255, not '0x08'"),
        ("dle_eot_1 = 3\n" + _GS_R, "dle_eot_1: wants a table, not 3"),
        ('clear = "dc"\n' + _ONE + _GS_R, "clear: 'dc' is not known; the nearest known is 'dc4'"),
        (_GS_R, "dle_eot_1: a printer that is never asked cannot be used"),
        (_ONE, "print_s: without [gs_r_1], say how long a ticket takes"),
        (_ONE + "[gs_r_1]\npaper_low = 3\n", "gs_r_1: wants paper_end"),
        (_ONE + _GS_R + "[asb_byte_3]\npaper_end = 12\n", "asb_byte_1: wants offline"),
        ("print_s = 61\n" + _ONE, "print_s: 61 is not 0 to 60"),
    ],
)
def test_a_profile_that_cannot_be_used_is_refused_in_one_line(profile_of, text, said):
    with pytest.raises(DataFileError) as refused:
        profile_of(text)
    assert said in str(refused.value)
    assert str(refused.value).startswith("/")


def test_a_profile_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(ValueError, match=r"epsom\.toml: No such file.*asked-only.*epson"):
        EscposOptions(profile="epsom")
