"""The settings of a connection to the broker, as they stand in the configuration file."""

from dataclasses import dataclass
from pathlib import Path

from edge.config import ConfigError


@dataclass(frozen=True, slots=True)
class BrokerConfig:
    """Table `broker` of the sections `sync` and `backoffice`. Paths may be relative to `/`.

    With `tls_ca` the connection is encrypted and the broker must prove who it is; with `tls_cert`
    and `tls_key` so must this side.
    """

    host: str = "127.0.0.1"
    port: int = 1883
    username: str = ""
    password_file: str = ""
    tls_ca: str = ""
    tls_cert: str = ""
    tls_key: str = ""
    keepalive_s: int = 20
    answer_timeout_s: float = 10.0


def check_broker(config: BrokerConfig, where: str) -> None:
    """Raise `ConfigError` for a value that no connection can be made with."""
    if not 1 <= config.port <= 65535:
        raise ConfigError(f"{where}.port: {config.port} is not a port")
    if bool(config.tls_cert) != bool(config.tls_key):
        raise ConfigError(f"{where}: tls_cert and tls_key come together")
    if config.tls_cert and not config.tls_ca:
        raise ConfigError(f"{where}: tls_cert needs tls_ca")
    for key in ("password_file", "tls_ca", "tls_cert", "tls_key"):
        path = getattr(config, key)
        if path and not Path(path).is_file():
            raise ConfigError(f"{where}.{key}: no file {path}")


def read_password(config: BrokerConfig, where: str) -> str | None:
    """Return the password in `password_file`, without the line end. Raises `ConfigError`."""
    if not config.password_file:
        return None
    try:
        return Path(config.password_file).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise ConfigError(f"{where}.password_file: cannot be read as text") from None
