"""Pull requests at GitHub, by which a release branch gets into its base."""

from http import HTTPStatus
from itertools import islice

import github
from github.PullRequest import PullRequest
from github.Repository import Repository

from bot import errors, ports
from bot.adapters.code_host import refusals

NOT_YET = (HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.CONFLICT)


def newest(repository: Repository, head: str, base: str) -> ports.HostedPull | None:
    """The newest pull request from one branch of the repository into another."""
    owner = repository.full_name.partition("/")[0]
    listed = repository.get_pulls(
        state="all", sort="created", direction="desc", head=f"{owner}:{head}", base=base
    )
    return next((_hosted(pull) for pull in islice(listed, 1)), None)


def create(repository: Repository, head: str, base: str, title: str, body: str) -> ports.HostedPull:
    """Ask for a merge; GitHub allows one open pull request of two branches, and that is kept."""
    there = newest(repository, head, base)
    if there and there.state == "open":
        return there
    return _hosted(
        repository.create_pull(
            base=base, head=head, title=title, body=body, maintainer_can_modify=False
        )
    )


def merge(repository: Repository, number: int, head_commit: str) -> None:
    """Merge by a merge commit, then look: somebody may have been faster, or an answer be wrong."""
    try:
        is_merged = repository.get_pull(number).merge(merge_method="merge", sha=head_commit).merged
        said = "it says that it did not"
    except github.GithubException as error:
        if error.status not in NOT_YET:
            raise
        is_merged, said = False, refusals.quote(error.data)
    if repository.get_pull(number).merged:
        return
    if is_merged:
        raise errors.Unknown(
            f"GitHub says that it merged the pull request {number}, and does not show it.",
            "It will be looked at again.",
        )
    raise errors.Refused(
        f"GitHub does not merge the pull request {number}: {said}.",
        "Give it the reviews and checks that it needs, or merge it by hand.",
        reason="not_mergeable",
    )


def _hosted(pull: PullRequest) -> ports.HostedPull:
    """GitHub's pull request as ours; an open one has a commit of a merge that never happened."""
    is_merged = pull.merged_at is not None
    return ports.HostedPull(
        number=pull.number,
        state="merged" if is_merged else "open" if pull.state == "open" else "closed",
        head_commit=pull.head.sha,
        merge_commit=(pull.merge_commit_sha or "") if is_merged else "",
        url=pull.html_url,
    )
