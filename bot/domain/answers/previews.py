"""The answer to `plan` and `next`: what a release would be and post, and who must say yes."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.domain import channels, foreign_text, phrases
from bot.domain.answers import rhythms
from bot.domain.conversation.messages import Block, Facts, Line, Prose, Table
from bot.domain.records import standing

Json = dict[str, Any]


def blocks(preview: Json) -> tuple[Block, ...]:
    """A plan for people; nothing of it was started."""
    return tuple(_blocks(standing.readable(preview), preview))


def _blocks(shown: Json, preview: Json) -> Iterator[Block]:
    yield Line(text=f"{standing.name(shown)} would be the next release. Nothing was started.")
    yield Facts(title="What it would be", rows=tuple(_facts(shown)))
    for warning in shown.get("warnings", ()):
        yield Line(text=f"Warning: {warning}", tone="waiting")
    for suggestion in shown.get("suggestions", ()):
        yield Line(text=suggestion)
    for approval in shown.get("approvals", ()):
        yield Line(text=_approval(approval), tone="waiting")
    yield from post_blocks(preview.get("posts", ()))


def post_blocks(posts: Sequence[Json]) -> Iterator[Block]:
    """What would be posted where, with the room that each channel has."""
    if posts:
        yield _posts(posts)
    for post in posts:
        title = f"{post['kind'].capitalize()} for {channels.in_words(post['channel'])}"
        yield Prose(title=title, markdown=foreign_text.harmless(post["text"]), folded=True)


def _facts(preview: Json) -> Iterator[tuple[str, str]]:
    previous = preview.get("previous")
    yield "Version", f"{previous or 'first release'} → {preview['version']}"
    yield "Commit", f"{phrases.short_commit(preview['commit'])} on {preview['branch']}"
    yield "Changes", phrases.counted(len(preview.get("changes", ())), "change")
    kind = "prerelease" if preview.get("prerelease") else preview.get("level", "")
    if rhythm := preview.get("cadence") and rhythms.of_kind(preview["cadence"], kind):
        yield "Cadence", rhythm
    names = [stage["name"].replace("_", " ") for stage in preview.get("stages", ())]
    yield "Steps", " → ".join(names)


def _approval(approval: Json) -> str:
    hours = f"{approval['expires_hours']:g} hours"
    return f"Before anything is published: {approval['rule']}, within {hours}."


def _posts(posts: Sequence[Json]) -> Table:
    return Table(
        title="What it would post",
        columns=("where", "what", "characters", "of"),
        rows=tuple(
            (
                channels.in_words(post["channel"]),
                post["kind"],
                f"{post['characters']:,}",
                f"{post['budget']:,}",
            )
            for post in posts
        ),
        tones=tuple("plain" if p["characters"] <= p["budget"] else "waiting" for p in posts),
    )
