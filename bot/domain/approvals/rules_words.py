"""Rules words: how a project is configured, as people read it."""

from collections.abc import Iterator, Mapping

from bot.domain import channels
from bot.domain.approvals import policy_words
from bot.domain.approvals.policy import Circle, Terms
from bot.domain.plans.planning import ProjectRules

Roles = Mapping[str, frozenset[str]]

_LANDS = {
    "fast-forward": "the branch moves forward to the release commit",
    "pull-request": "a pull request is merged after everything is published",
}
_ASKED = {"publish": "To publish", "announce": "To announce"}


def in_words(rules: ProjectRules, roles: Roles) -> tuple[tuple[str, str], ...]:
    """Where the project is, where it goes, and who decides."""
    return tuple(_rows(rules, Circle(requester="", roles=roles)))


def _rows(rules: ProjectRules, circle: Circle) -> Iterator[tuple[str, str]]:
    yield "Repository", rules.repository
    yield "Package", rules.package
    yield "Goes to", ", ".join(f"{each.name} ({each.url})" for each in rules.targets)
    yield "May release", ", ".join(sorted(circle.members("releaser"))) or "nobody yet"
    yield from _asked("", rules.terms, circle)
    for level, terms in rules.level_terms.items():
        yield from _asked(f", {level}", terms, circle)
    yield "The commit lands", _LANDS[rules.land]
    if rules.cadence:
        often = (f"{kind} {interval}" for kind, interval in rules.cadence.rows())
        yield "How often", ", ".join(often)
    yield "Announced in", ", ".join(channels.all_in_words(rules.announce)) or "nowhere"


def _asked(level: str, terms: Mapping[str, Terms], circle: Circle) -> Iterator[tuple[str, str]]:
    for kind, each in terms.items():
        words = policy_words.in_words(each.policy, circle)
        yield f"{_ASKED[kind]}{level}", f"{words}, within {each.expires_hours:g} hours"
