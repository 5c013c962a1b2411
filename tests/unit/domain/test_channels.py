"""Channels: text forms are read as they are written, and said in words to people."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.domain import card, channels
from bot.domain.answers import previews, standings
from bot.domain.approvals import question_words, rules_words
from bot.domain.notes.notes_preview import room
from bot.domain.plans import shipping
from bot.domain.plans.planning import ProjectRules
from bot.domain.records import standing
from bot.stages import announce
from tests.fakes import sample_status as sample
from tests.fakes.sample_plan import sample_plan

BOTH = ["slack:C02ABC", "releases"]
POSTS = [sample.row("announce", "chat", each, url="https://chat.example/1") for each in BOTH]
PLANNED = sample.asked(announce=BOTH)
DONE = sample.done(announce=BOTH, ledger=[*sample.PREPARED, *POSTS])
PREVIEW = PLANNED | {
    "posts": [
        {
            "channel": each,
            "kind": "announcement",
            "characters": 1,
            "budget": 2,
            "text": "It is out.",
        }
        for each in BOTH
    ]
}


@pytest.mark.parametrize(
    ("text", "platform", "name"),
    [
        ("slack:C02ABC", "slack", "C02ABC"),
        ("discord:555", "discord", "555"),
        ("releases", "chat_log", "releases"),
        ("team:releases", "chat_log", "team:releases"),
    ],
)
def test_a_channel_is_read_and_written(text: str, platform: str, name: str) -> None:
    """A name without a known platform is one of the local world."""
    channel = channels.read(text)

    assert (channel.platform, channel.id, str(channel)) == (platform, name, text)


def test_configured_channels_are_texts() -> None:
    """One that is unset is no channel."""
    named = [("slack", "C02"), ("discord", None), ("chat_log", "releases")]

    assert channels.texts(named) == ("slack:C02", "releases")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("slack:C02ABC", "Slack C02ABC"),
        ("discord:555", "Discord 555"),
        ("releases", "releases"),
        ("team:releases", "team:releases"),
    ],
)
def test_a_channel_is_said_in_words(text: str, words: str) -> None:
    """The platform by its name; a bare name stays as it is."""
    assert channels.in_words(text) == words


@pytest.mark.parametrize(
    "tell",
    [
        lambda: announce.describe(replace(sample_plan(), announce=tuple(BOTH))),
        lambda: question_words.ships(PLANNED, {"kind": "announce"}),
        lambda: shipping.sentences(PLANNED),
        lambda: standing.places(PLANNED),
        lambda: card.make_card(DONE),
        lambda: card.make_card(DONE | {"state": "failed", "public": POSTS, "error": {"next": "."}}),
        lambda: rules_words.in_words(ProjectRules(repository="a/b", announce=tuple(BOTH)), {}),
        lambda: room(PLANNED | {"notes": "x", "announcement": "x"}, "y"),
        lambda: previews.blocks(PREVIEW),
        lambda: standings.status_blocks(DONE),
    ],
)
def test_people_read_the_words(tell: Callable[[], object]) -> None:
    """Sentences, tables, titles and links; the form of plans and ledgers is for machines."""
    told = str(tell())

    assert "Slack C02ABC" in told
    assert "slack:" not in told


def test_only_rows_of_the_chat_have_channels_as_keys() -> None:
    """A file may be called anything."""
    assert channels.key_in_words("chat", "discord:555") == "Discord 555"
    assert channels.key_in_words("pypi", "discord:555") == "discord:555"
