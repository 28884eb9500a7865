"""What the protocol page says is what the code does."""

import json
import re
from pathlib import Path

import pytest

from edge.domain.library import DOCUMENTS_MAX
from sync import topics
from sync.backoffice.offering import UNANSWERED, WINDOW
from sync.envelope import (
    COMMAND_MAX_BYTES,
    PIECE_BYTES_MAX,
    Ack,
    BatchHeader,
    Bye,
    CommandMessage,
    Fetch,
    Hello,
    LibraryMessage,
    Message,
    PieceHeader,
    Refusal,
    Welcome,
    decode,
)
from sync.link.config import SyncConfig

PAGE = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text(encoding="utf-8")

MESSAGES = {
    "hello": Hello,
    "welcome": Welcome,
    "facts": BatchHeader,
    "ack": Ack,
    "bye": Bye,
    "command": CommandMessage,
    "library": LibraryMessage,
    "fetch": Fetch,
    "piece": PieceHeader,
}


def section(what: str) -> str:
    return re.split(r"^### ", PAGE, flags=re.MULTILINE)[1 + list(MESSAGES).index(what)]


@pytest.mark.parametrize(("what", "shape"), MESSAGES.items())
def test_the_example_of_every_message_is_one(what: str, shape: type[Message]):
    example = re.search(r"```json\n(.*?)```", section(what), re.DOTALL)
    assert example is not None
    said = json.loads(example[1])
    assert decode(example[1].encode(), shape).model_dump(exclude_none=True) == said


@pytest.mark.parametrize(("what", "shape"), MESSAGES.items())
def test_every_field_of_every_message_is_on_the_page(what: str, shape: type[Message]):
    for field in shape.model_fields:
        assert f"`{field}`" in section(what) or f'"{field}"' in section(what), field


def test_every_reason_for_a_refusal_is_on_the_page():
    for reason in Refusal.model_fields["reason"].annotation.__args__:
        assert f"| `{reason}` |" in section("ack")


def test_every_topic_is_on_the_page():
    for topic in (topics.up("{hall}", "x")[:-1], topics.down("{hall}", "x")[:-1]):
        assert topic in PAGE
    assert topics.down("{hall}", "command") in PAGE
    assert topics.UP_FILTER in PAGE
    assert topics.down_filter("{hall}") in PAGE


def test_the_numbers_on_the_page_are_the_defaults():
    config = SyncConfig()
    assert config.batch_facts_max == 500
    assert (PIECE_BYTES_MAX, DOCUMENTS_MAX) == (32 * 1024, 5000)
    assert (COMMAND_MAX_BYTES, WINDOW, UNANSWERED) == (32 * 1024, 32, 8)
    assert config.batch_bytes_max == 128 * 1024
    assert (config.answer_min_s, config.timing.rtt_factor) == (1.0, 4.0)
    assert (config.pause_base_s, config.pause_max_s, config.confirm_every_s) == (1.0, 60.0, 2.0)
