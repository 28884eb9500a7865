"""The settings of headquarters: what is wrong with them is said with its place."""

from pathlib import Path

import pytest

from edge.config import ConfigError
from sync.backoffice.config import load_backoffice_config


def written(folder: Path, line: str) -> Path:
    path = folder / "hall.toml"
    path.write_text(f"[backoffice]\n{line}\n", encoding="utf-8")
    return path


def test_a_proxy_on_this_machine_is_believed_unless_somebody_says_otherwise(tmp_path: Path):
    assert load_backoffice_config(written(tmp_path, "")).trusted_proxies == ["127.0.0.1", "::1"]
    none = load_backoffice_config(written(tmp_path, "trusted_proxies = []"))
    assert none.trusted_proxies == []


def test_proxies_are_addresses_and_networks(tmp_path: Path):
    line = 'trusted_proxies = ["10.0.0.0/8", "2001:db8::/32", "192.0.2.7"]'
    assert len(load_backoffice_config(written(tmp_path, line)).trusted_proxies) == 3


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('trusted_proxies = ["proxy.example"]', "backoffice.trusted_proxies: 'proxy.example' is"),
        ('trusted_proxies = ["10.0.0.1/8"]', "backoffice.trusted_proxies: '10.0.0.1/8' is"),
        ('trusted_proxies = ["*"]', "backoffice.trusted_proxies: '*' is"),
        ("address_per_min = 0", "backoffice.address_per_min: at least 1"),
    ],
)
def test_what_is_none_is_said(tmp_path: Path, line: str, said: str):
    with pytest.raises(ConfigError, match="backoffice") as refused:
        load_backoffice_config(written(tmp_path, line))
    assert said in str(refused.value)
