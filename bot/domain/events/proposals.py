"""Proposals: what people are told because of an event; nothing starts by itself."""

import datetime as dt
from collections.abc import Iterable, Sequence

from bot.domain import foreign_text, phrases
from bot.domain.versions import version

LABEL = "release:"
TO = "\u2013"  # between two times
LEVELS = ("major", "minor", "patch")


def level(labels: Iterable[str]) -> str:
    """The kind of release that labels ask for, the largest; "" for none."""
    asked = {label.removeprefix(LABEL) for label in labels if label.startswith(LABEL)}
    return next((each for each in LEVELS if each in asked), "")


def of_pull(project: str, number: int, title: str, bump: str) -> str:
    """A merged pull request has a label that asks for a release."""
    said = foreign_text.printable(title)
    return (
        f"#{number} “{said}” is merged and labelled {LABEL}{bump}. Nothing was started: "
        f"type {bump} {project} to release it."
    )


def at_pull(bump: str) -> tuple[str, str]:
    """The same as a comment at the pull request itself, and the marker by which it is known."""
    marker = f"<!-- releasebot:proposal:{bump} -->"
    text = (
        f"This is merged and labelled {LABEL}{bump}. Nothing was started: "
        f"write `/release {bump}` in a comment to release it."
    )
    return marker, f"{marker}\n{text}"


def of_milestone(project: str, title: str) -> str:
    """A milestone was closed."""
    asked = milestone_version(title) or "minor"
    return (
        f"The milestone “{foreign_text.printable(title)}” is closed. Nothing was started: "
        f"type {asked} {project} to release what it holds."
    )


def milestone_version(title: str) -> str:
    """The version that a milestone is called by, or by it and the package's name; "" for none."""
    last = title.split()[-1:]
    stated = version.read_version(last[0].removeprefix("v")) if last else None
    return str(stated) if stated else ""


def of_release(project: str, tag: str, person: str) -> str:
    """Somebody published a release by hand."""
    published = made_by_hand("published", project, tag, person)
    return (
        f"{published}. Nothing was built or announced: {adopt('published', project, tag)} "
        f"Type status {project} {_version_of(tag)} to see what it lacks."
    )


def of_strangers(made: str, typed: str, releasers: Sequence[str]) -> str:
    """What was `made` by hand, by an account that may not start releases; `typed` completes it."""
    who = phrases.listed(releasers, "or") or "somebody with the role releaser"
    return (
        f"{made}, and nobody with the right to release is known by that account. "
        f"Nothing was started: {typed} That is for {who}."
    )


def of_unfit(made: str, why: str) -> str:
    """What was `made` by hand, and the bot cannot complete it; `why` says what to do, too."""
    return f"{made}, and nothing was started. {why}"


def made_by_hand(how: str, project: str, tag: str, person: str) -> str:
    """The clause that says who did it; `how`: "published" or "tagged"."""
    by = f" by {foreign_text.printable(person)}" if person else ""
    return f"{foreign_text.printable(tag)} of {project} was {how} by hand{by}"


def adopt(how: str, project: str, tag: str) -> str:
    """The sentence that says what to type, and what that does."""
    rest = "its files attached" if how == "published" else "released"
    return (
        f"type adopt {project} {foreign_text.printable(tag)} to have it checked, {rest}, "
        "and announced."
    )


def of_tag(project: str, tag: str, person: str) -> str:
    """Somebody pushed a tag by hand, which may name a version or not."""
    look = f"type status {project} VERSION to see what is there of it."
    is_version = version.read_version(tag.removeprefix("v")) is not None
    typed = adopt("tagged", project, tag) if is_version else look
    return f"{made_by_hand('tagged', project, tag, person)}. Nothing was started: {typed}"


def _version_of(tag: str) -> str:
    stated = version.read_version(tag.removeprefix("v"))
    return str(stated) if stated else "VERSION"


def of_public(repository: str) -> str:
    """A repository that was private is public."""
    return f"{repository} was made public."


def of_gap(start: str, end: str, asked: int, lost: int) -> str:
    """The bot was not reached for a while; what was missed was asked for again."""
    first, last = dt.datetime.fromisoformat(start), dt.datetime.fromisoformat(end)
    until = f"{last:%H:%M}" if last.date() == first.date() else _day_and_time(last)
    replayed = "1 delivery" if asked == 1 else f"{asked:,} deliveries"
    rest = f" {lost:,} more were too old to be asked for." if lost else ""
    return (
        f"GitHub did not reach the bot: down {_day_and_time(first)}{TO}{until} UTC, "
        f"{replayed} replayed.{rest}"
    )


def _day_and_time(time: dt.datetime) -> str:
    return f"{time.day} {time:%B, %H:%M}"
