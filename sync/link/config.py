"""The settings of the link: section `sync` of the configuration file."""

from dataclasses import dataclass, field
from pathlib import Path

from edge.config import ConfigError, load_section
from sync.broker.config import BrokerConfig, check_broker
from sync.pacing import Timing

_FACTS_LIMIT = 1000  # what the hall gives at once
_BYTES_LIMIT = 4 * 1024 * 1024  # half of what a receiver unpacks


@dataclass(frozen=True, slots=True)
class SyncConfig:
    """How the link reaches the hall and the broker, and how it paces itself.

    `hall` is a Unix socket or `http://host:port`; empty means the socket in the state folder.
    """

    broker: BrokerConfig = field(default_factory=BrokerConfig)
    hall: str = ""
    batch_facts_max: int = 500
    batch_bytes_max: int = 128 * 1024
    confirm_every_s: float = 2.0
    answer_min_s: float = 1.0
    pause_base_s: float = 1.0
    pause_max_s: float = 60.0
    greet_again_s: float = 300.0
    documents_kb_per_s: float = 256.0

    @property
    def timing(self) -> Timing:
        """The patience these settings ask for."""
        return Timing(
            answer_min_s=self.answer_min_s,
            pause_base_s=self.pause_base_s,
            pause_max_s=self.pause_max_s,
            greet_again_s=self.greet_again_s,
        )


def load_sync_config(path: Path) -> SyncConfig:
    """Return section `sync` of the file `path`. Raises `ConfigError`."""
    config = load_section(path, "sync", SyncConfig)
    where = f"{path}: sync"
    check_broker(config.broker, f"{where}.broker")
    for key, limit in (("batch_facts_max", _FACTS_LIMIT), ("batch_bytes_max", _BYTES_LIMIT)):
        if not 1 <= getattr(config, key) <= limit:
            raise ConfigError(f"{where}.{key}: from 1 to {limit}")
    for key in ("answer_min_s", "pause_base_s", "pause_max_s", "greet_again_s"):
        if getattr(config, key) <= 0:
            raise ConfigError(f"{where}.{key}: must be above 0 seconds")
    if config.documents_kb_per_s <= 0:
        raise ConfigError(f"{where}.documents_kb_per_s: must be above 0")
    return config
