"""The link to all of a long announcement stands in every chat's post, whatever the text says."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.adapters.chat.discord import announcements as discord_posts
from bot.adapters.chat.discord.rendering import layout
from bot.adapters.chat.slack import announcements as slack_posts
from bot.adapters.chat.slack import marks
from bot.domain import announcement
from bot.domain.plans import planning
from bot.domain.plans.plan import Plan, Target
from bot.domain.plans.planning import PlanRequest, ProjectRules
from bot.rehearsal.discord.limits import messages
from bot.rehearsal.slack.web_api import block_rules
from tests.fakes.sample_facts import released

PAGE = "https://github.com/o/my_demo_/releases/tag/"
PIECES = (
    "_*", "*_ a", "**", "`", "``` ", "````py", "~~~~", "- ", "  - b", "1. ", "> ", ">> c", "# ",
    "| a | b |", "|---|---|", "    ", "<!--", "<pre>", "<@1>", "@everyone", "[a](", "[a]: ", "\\",
    "&lt;", "\x00\u202e", "word", "\t", "===", "---", "https://example.org/_a_", "長い", "",
)  # fmt: skip


def make_plan(text: str, tag: str = "v1.2.0") -> Plan:
    """A plan that announces this text."""
    request = PlanRequest(bump="minor", created="2026-02-03T04:05:06Z")
    host = Target(name="github", kind="code_host", url="https://github.com/o/my_demo_")
    made = planning.make_plan(request, released("v1.1.0"), ProjectRules(targets=(host,)))
    return replace(made, announcement=text, tag=tag)


def at_discord(plan: Plan) -> str:
    """The texts of the post in a Discord channel, which Discord would take."""
    said, rest = announcement.for_channel(plan, "discord:1"), announcement.more(plan)
    digest = f"sha256:{'0' * 64}"
    parts = layout.as_json(discord_posts.announcement("key", said, rest, digest, role=10**18))
    assert list(messages.check({"components": parts, "flags": 1 << 15})) == []
    return "\n".join(part["content"] for part in parts)


def at_slack(plan: Plan) -> str:
    """The blocks of the post in a Slack channel, which Slack would take."""
    said, rest = announcement.for_channel(plan, "slack:C1"), announcement.more(plan)
    parts = slack_posts.announcement(marks.ANNOUNCEMENT, "key", said, rest)["blocks"]
    block_rules.check_message(parts)
    return json.dumps(parts, ensure_ascii=False)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=8), st.sampled_from(["\n", "\n\n", ""])
)
def test_the_link_stands_there_whatever_the_text_says(pieces: list[str], between: str) -> None:
    """Also where escaping makes it longer than it was, or something in it has no end."""
    piece = between.join(pieces) + "\n"
    plan = make_plan("# News\n\n" + piece * (10_001 // len(piece) + 1))
    assert f"{PAGE}v1.2.0" in at_discord(plan)
    assert f"{PAGE}v1.2.0" in at_slack(plan)


@pytest.mark.parametrize("text", ["_*" * 1_500, "- _b_c_d\n" * 400, "> _\n\n" * 700])
def test_what_only_escaping_makes_too_long_has_the_link(text: str) -> None:
    """The text itself has room enough, and so nobody has cut it before."""
    plan = make_plan(text)
    assert announcement.for_channel(plan, "discord:1") == text
    assert f"{PAGE}v1.2.0" in at_discord(plan)


def test_a_list_of_many_signs_has_the_link_at_slack() -> None:
    """What has to be told by number takes more room there than in Markdown."""
    plan = make_plan("- a\x01\x02\n" * 1_400)
    assert announcement.for_channel(plan, "slack:C1") == plan.announcement
    assert f"{PAGE}v1.2.0" in at_slack(plan)


def test_a_link_to_a_tag_with_an_at_sign_can_be_clicked() -> None:
    """In a chat the sign itself is followed by something invisible, so that it pings nobody."""
    plan = make_plan("word " * 2_500, tag="demo@1.2.0")
    assert at_discord(plan).count(f"{PAGE}demo%401.2.0") == 1
    assert f"{PAGE}demo%401.2.0" in at_slack(plan)
