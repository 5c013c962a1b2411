"""Issues at GitHub: those that stop a release, and the milestone of a version."""

from collections.abc import Sequence
from http import HTTPStatus
from itertools import islice

from github.Milestone import Milestone
from github.Repository import Repository

from bot import ports
from bot.adapters.code_host import refusals
from bot.domain.approvals.gates import OpenIssue

SWITCHED_OFF = (HTTPStatus.GONE,)
MOST_ISSUES, MOST_MILESTONES = 100, 500


def labelled(repository: Repository, label: str) -> tuple[OpenIssue, ...]:
    """The open issues and pull requests with the label; none where issues are switched off."""

    def find() -> tuple[OpenIssue, ...]:
        found = islice(repository.get_issues(state="open", labels=[label]), MOST_ISSUES)
        return tuple(
            OpenIssue(number=issue.number, title=issue.title, url=issue.html_url) for issue in found
        )

    return refusals.or_none(find, SWITCHED_OFF) or ()


def milestone(repository: Repository, titles: Sequence[str]) -> ports.HostedMilestone | None:
    """The milestone with one of the titles, the first title first; an open one before a closed."""

    def find() -> list[Milestone]:
        return list(islice(repository.get_milestones(state="all"), MOST_MILESTONES))

    found = refusals.or_none(find, SWITCHED_OFF) or []
    fitting = [each for each in found if each.title in titles]
    fitting.sort(key=lambda each: (titles.index(each.title), each.state != "open", each.number))
    return _hosted(fitting[0]) if fitting else None


def close_milestone(repository: Repository, number: int) -> None:
    """Close it by the one field that this is about; one that is gone is fine."""
    url = f"{repository.url}/milestones/{number}"
    refusals.or_none(
        lambda: repository.requester.requestJsonAndCheck("PATCH", url, input={"state": "closed"})
    )


def _hosted(found: Milestone) -> ports.HostedMilestone:
    return ports.HostedMilestone(
        number=found.number,
        title=found.title,
        is_open=found.state == "open",
        open_issues=found.open_issues,
        url=found.html_url,
    )
