"""Makes the helpers in this folder importable for the tests below it, and sets their clock."""

import time
from collections.abc import Iterator

import pytest


@pytest.fixture
def in_china(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let this machine's clock stand in China, whatever the machine."""
    with monkeypatch.context() as context:
        context.setenv("TZ", "CST-8")
        time.tzset()
        yield
    time.tzset()
