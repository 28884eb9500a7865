"""PINs by Argon2id: who is unknown waits as long as who is known."""

from argon2 import extract_parameters

from edge.system.pins import ArgonPins, hash_pin


async def test_an_unknown_number_takes_as_long_as_a_wrong_pin() -> None:
    pins = ArgonPins()
    assert extract_parameters(pins.nobodys_hash) == extract_parameters(hash_pin("2468"))


async def test_a_pin_fits_its_own_hash_and_nobodys_hash_fits_none() -> None:
    pins = ArgonPins()
    assert await pins.matches(hash_pin("2468"), "2468")
    assert not await pins.matches(hash_pin("2468"), "2469")
    assert not await pins.matches(pins.nobodys_hash, "2468")
