"""The settings of headquarters: section `backoffice` of the configuration file."""

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path

from edge.config import ConfigError, load_section
from sync.broker.config import BrokerConfig, check_broker

_CREDIT_MAX = 64  # what a welcome may grant


@dataclass(frozen=True, slots=True)
class BackofficeConfig:
    """Where facts are kept, how the broker is reached, and where the pages are shown.

    `database` may be relative to the state folder. `listen` is `HOST:PORT`; the pages have no
    sign-in, so beyond this machine they belong behind a proxy that has. `hosts` are the names under
    which that proxy shows them; `trusted_proxies` are the addresses or networks from which it is
    believed whom it asks for. Of one such address `address_per_min` requests for visitors' pages
    are borne. `credit` is how many batches each hall may have under way. New commands, such as
    `atrium backoffice book` makes, are looked for every `look_every_s`.
    """

    broker: BrokerConfig = field(default_factory=BrokerConfig)
    database: str = "backoffice.db"
    listen: str = "127.0.0.1:8090"
    hosts: list[str] = field(default_factory=list)
    trusted_proxies: list[str] = field(default_factory=lambda: ["127.0.0.1", "::1"])
    address_per_min: int = 3000
    credit: int = 4
    look_every_s: float = 2.0
    pause_base_s: float = 1.0
    pause_max_s: float = 30.0


def load_backoffice_config(path: Path) -> BackofficeConfig:
    """Return section `backoffice` of the file `path`. Raises `ConfigError`."""
    config = load_section(path, "backoffice", BackofficeConfig)
    where = f"{path}: backoffice"
    check_broker(config.broker, f"{where}.broker")
    read_listen(config.listen, f"{where}.listen")
    if not 1 <= config.credit <= _CREDIT_MAX:
        raise ConfigError(f"{where}.credit: from 1 to {_CREDIT_MAX}")
    if config.address_per_min < 1:
        raise ConfigError(f"{where}.address_per_min: at least 1")
    for proxy in config.trusted_proxies:
        _check_network(proxy, f"{where}.trusted_proxies")
    for key in ("pause_base_s", "pause_max_s", "look_every_s"):
        if getattr(config, key) <= 0:
            raise ConfigError(f"{where}.{key}: must be above 0 seconds")
    return config


def read_listen(listen: str, where: str) -> tuple[str, int]:
    """Return host and port of `HOST:PORT`. Raises `ConfigError`."""
    host, _, port = listen.rpartition(":")
    host = host.strip("[]")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise ConfigError(f"{where}: {listen!r} is not HOST:PORT")
    if host != "localhost" and not _is_address(host):
        raise ConfigError(f"{where}: {host!r} is not an IP address of this machine")
    return host, int(port)


def _check_network(text: str, where: str) -> None:
    try:
        ipaddress.ip_network(text)
    except ValueError:
        raise ConfigError(f"{where}: {text!r} is no address and no network of such") from None


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
