"""What a hall may set about visitors' pages that it serves itself."""

from pathlib import Path

import pytest

from edge.config import ConfigError, load_section
from edge.mobile.config import MobileConfig


def read(folder: Path, line: str) -> MobileConfig:
    path = folder / "hall.toml"
    path.write_text(f"[mobile]\n{line}\n", encoding="utf-8")
    return load_section(path, "mobile", MobileConfig)


def test_proxies_are_addresses_and_networks_and_nobody_unless_named(tmp_path: Path):
    assert read(tmp_path, "").trusted_proxies == []
    named = ["192.0.2.7", "10.0.0.0/8", "2001:db8::/32", "::1"]
    assert read(tmp_path, f"trusted_proxies = {named}").trusted_proxies == named


@pytest.mark.parametrize("proxy", ["*", "proxy.example", "", "10.0.0.0/8000"])
def test_nothing_else_is_a_proxy(tmp_path: Path, proxy: str):
    with pytest.raises(ConfigError, match="trusted_proxies"):
        read(tmp_path, f'trusted_proxies = ["{proxy}"]')


def test_a_telephone_of_the_hall_has_an_address_of_its_own(tmp_path: Path):
    limits = read(tmp_path, "address_per_min = 100\nlooks_per_min = 7").limits
    assert (limits.address_per_min, limits.looks_per_min, limits.streams_of_address) == (100, 7, 8)
