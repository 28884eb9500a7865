"""The controller's own part of the configuration, read whole and checked before anything starts."""

from edge.settings.plan import special_days_by_file
from edge.settings.rules import RulesConfig
from edge.settings.sections import HallConfig, JournalConfig
from edge.settings.whole import EdgeSettings, load_settings

__all__ = [
    "EdgeSettings",
    "HallConfig",
    "JournalConfig",
    "RulesConfig",
    "load_settings",
    "special_days_by_file",
]
