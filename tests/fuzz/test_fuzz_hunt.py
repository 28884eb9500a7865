"""What the hunt for breaking bytes begins with, and how it tells what it found."""

import fuzz_input
from hunt import OUT, Hunt, report, what_broke, write_seeds
from hypothesis import given
from hypothesis import strategies as st
from samples import Samples

from drivers.wire import Side


@given(st.sampled_from(Side), st.binary(max_size=20), st.binary(max_size=50))
def test_an_input_is_read_as_it_was_written(side, cuts, data):
    assert fuzz_input.read(fuzz_input.written(side, cuts, data)) == (side, cuts, data)


@given(st.binary(max_size=10))
def test_any_bytes_are_an_input(given_bytes):
    side, cuts, data = fuzz_input.read(given_bytes)
    assert side in Side
    assert cuts + data == given_bytes[2:]


def test_the_hunt_begins_with_every_sample_and_all_of_them_in_a_row(tmp_path):
    samples = Samples({Side.HOST: [b"ab", b"cd"], Side.DEVICE: [b"ef"]})
    assert write_seeds(samples, tmp_path) == 5
    read = [fuzz_input.read(path.read_bytes()) for path in tmp_path.iterdir()]
    said = sorted((side, data) for side, _cuts, data in read)
    assert said == [
        (Side.DEVICE, b"ef"),
        (Side.DEVICE, b"ef"),
        (Side.HOST, b"ab"),
        (Side.HOST, b"abcd"),
        (Side.HOST, b"cd"),
    ]


def test_what_broke_is_the_exception_and_not_what_libfuzzer_says_around_it():
    said = "INFO: seed\n === Uncaught Python exception: ===\nKeyError: 7\nTraceback"
    assert what_broke(said) == [" === Uncaught Python exception: ===", "KeyError: 7", "Traceback"]


def test_a_finding_tells_how_it_is_seen_again(capsys):
    crash = OUT / "crashes" / "sam-crash-1"
    report(Hunt("sam", 12, [crash], 77, "KeyError: 7"))
    told = capsys.readouterr().out
    assert "BROKEN" in told
    assert f"again: .venv/bin/python tests/fuzz/fuzz_one.py sam {crash}" in told
