"""Posts: a preview of what every channel gets fits into a dialog, whatever the texts are."""

import json
from typing import Any

import pytest

from bot.adapters.chat.slack.rendering import elements, posts

Json = dict[str, Any]


def post(channel: str, text: str, budget: int = 10_000) -> Json:
    """An announcement in this channel."""
    used = len(text)
    return {"channel": channel, "kind": "announcement", "characters": used, "budget": budget,
            "text": text}  # fmt: skip


def test_slack_shows_what_it_will_look_like_and_others_the_text() -> None:
    """With the room that each of them has."""
    said = "**Bold** &lt;b>"
    shown = posts.preview([post("slack:C02", said), post("discord:5", said, 8)], "1.2.0")["blocks"]
    named, budget, blocks, _, other, cut, plain, _ = shown

    assert {"type": "channel", "channel_id": "C02"} in named["elements"][0]["elements"]
    assert budget["elements"][0]["text"] == "15 of 10,000 characters"
    assert {"type": "text", "text": "Bold", "style": {"bold": True}} in blocks["elements"][0][
        "elements"
    ]
    assert "Discord 5" in str(other)
    assert cut["elements"][0]["text"].endswith("so it is cut and links to the rest")
    assert plain["elements"][0]["elements"] == [{"type": "text", "text": "**Bold** <b>"}]


@pytest.mark.parametrize("text", ["x" * 125_000, "- a line\n" * 14_000, "\n" * 100_000])
@pytest.mark.parametrize("channels", [1, 5, 60])
def test_whatever_it_is_it_fits(text: str, channels: int) -> None:
    """A hundred blocks and no more text than a dialog holds; what is missing is said."""
    shown = posts.preview([post("slack:C02", text), *[post("log", text)] * channels], "1.2.0")

    assert len(shown["blocks"]) <= 100
    assert elements.characters(shown["blocks"]) <= 42_000
    assert len(json.dumps(shown)) < 250_000
