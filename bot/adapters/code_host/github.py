"""GitHub as the code host: each method is one look or one effect, run by the connection."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from bot import ports
from bot.adapters.code_host import (
    asset_upload,
    checks,
    history,
    issues,
    pull_requests,
    refs,
    releases,
    rules,
)
from bot.adapters.code_host.connection import Connection
from bot.adapters.code_host.session import Session
from bot.domain.approvals.gates import BranchRules, OpenIssue, ReportedCheck
from bot.domain.files.artifacts import Artifact
from bot.domain.notes.changes import PullRequest


class GitHubCodeHost:
    """Implements `ports.CodeHost`, whose docstrings hold here."""

    def __init__(self, session: Session, repository: str) -> None:
        """Talk about `repository` ("owner/name") in a session that others may share."""
        self._connection = Connection(session, repository)

    def close(self) -> None:
        """Let go of the session's thread and client."""
        self._connection.close()

    async def branch_head(self, branch: str) -> str | None:
        """GET the ref."""
        return await self._connection.ask(lambda r: refs.branch_head(r, branch))

    async def pull_requests(self, commits: Sequence[str]) -> tuple[PullRequest, ...]:
        """One request for each commit, one after the other, as GitHub asks for."""
        found: dict[int, PullRequest] = {}
        for commit in commits:
            if all(pull.merge_commit != commit for pull in found.values()):
                brought = await self._connection.ask(
                    lambda r, commit=commit: history.pull_requests(r, commit)  # type: ignore[misc]
                )
                found |= {pull.number: pull for pull in brought}
        return tuple(found.values())

    async def check_state(self, commit: str) -> str:
        """Statuses and check runs together."""
        return await self._connection.ask(lambda r: checks.combined(r, commit))

    async def reported_checks(self, commit: str) -> tuple[ReportedCheck, ...]:
        """Check runs, the suites that they belong to, and statuses."""
        return await self._connection.ask(lambda r: checks.reported(r, commit))

    async def open_issues(self, label: str) -> tuple[OpenIssue, ...]:
        """Listed by label; pull requests are issues too."""
        return await self._connection.ask(lambda r: issues.labelled(r, label))

    async def branch_rules(self, branch: str) -> BranchRules:
        """Those of rulesets, and what is shown of an older protection."""
        return await self._connection.ask(lambda r: rules.of_branch(r, branch))

    async def milestone(self, titles: Sequence[str]) -> ports.HostedMilestone | None:
        """Listed, because there is no look-up by title."""
        return await self._connection.ask(lambda r: issues.milestone(r, titles))

    async def close_milestone(self, number: int) -> None:
        """PATCH of its state."""
        await self._connection.tell(lambda r: issues.close_milestone(r, number))

    async def create_commit(
        self, parent: str, message: str, files: Mapping[str, bytes], when: str
    ) -> str:
        """Blobs, a tree on the parent's, a commit; no ref points at it yet."""
        return await self._connection.tell(
            lambda r: history.create(r, parent, message, files, when)
        )

    async def set_branch(self, branch: str, commit: str, expected: str | None) -> None:
        """Create or fast-forward."""
        await self._connection.tell(lambda r: refs.move_branch(r, branch, commit, expected))

    async def replace_branch(self, branch: str, commit: str, expected: str) -> None:
        """By force, for a branch of our own."""
        await self._connection.tell(lambda r: refs.replace_branch(r, branch, commit, expected))

    async def delete_branch(self, branch: str, expected: str) -> None:
        """Look where it is, then DELETE."""
        await self._connection.tell(lambda r: refs.delete_branch(r, branch, expected))

    async def pull_request(self, head: str, base: str) -> ports.HostedPull | None:
        """Listed by both branches, the newest first."""
        return await self._connection.ask(lambda r: pull_requests.newest(r, head, base))

    async def create_pull_request(
        self, head: str, base: str, title: str, body: str
    ) -> ports.HostedPull:
        """Look for an open one, then POST."""
        return await self._connection.tell(
            lambda r: pull_requests.create(r, head, base, title, body)
        )

    async def merge_pull_request(self, number: int, head_commit: str) -> None:
        """PUT; GitHub compares the head itself."""
        await self._connection.tell(lambda r: pull_requests.merge(r, number, head_commit))

    async def tag(self, name: str) -> ports.Tag | None:
        """GET the ref, and the tag object behind it."""
        return await self._connection.ask(lambda r: refs.tag(r, name))

    async def create_tag(self, name: str, commit: str, message: str, when: str) -> None:
        """A tag object and its ref; the same tag again is fine."""
        await self._connection.tell(
            lambda r: refs.create_tag(r, name, commit, message, refs.signature(when))
        )

    async def releases(self, tag: str) -> tuple[ports.HostedRelease, ...]:
        """Listed, newest first."""
        return await self._connection.ask(lambda r: releases.of_tag(r, tag))

    async def published_releases(self) -> tuple[ports.HostedRelease, ...]:
        """Listed, newest first."""
        return await self._connection.ask(releases.published)

    async def latest_release(self) -> ports.HostedRelease | None:
        """GET the one that GitHub calls so."""
        return await self._connection.ask(releases.latest)

    async def generated_notes(self, tag: str, commit: str, previous_tag: str | None) -> str:
        """A POST, which is sent once like every other, although it changes nothing."""
        return await self._connection.tell(
            lambda r: releases.generated_notes(r, tag, commit, previous_tag)
        )

    async def create_draft(
        self, tag: str, commit: str, title: str, body: str, *, prerelease: bool
    ) -> ports.HostedRelease:
        """One more draft; GitHub makes the tag at `commit` if it is missing at publication."""
        return await self._connection.tell(
            lambda r: releases.hosted(
                r.create_git_release(
                    tag,
                    title,
                    body,
                    draft=True,
                    prerelease=prerelease,
                    target_commitish=commit,
                    make_latest="false",
                )
            )
        )

    async def delete_draft(self, release: int) -> None:
        """Only ever a draft."""
        await self._connection.tell(lambda r: releases.delete_draft(r, release))

    async def upload_asset(self, release: int, artifact: Artifact, path: Path) -> None:
        """Free the name in the draft, then stream the file."""
        url = await self._connection.tell(lambda r: releases.make_room(r, release, artifact))
        if url is not None:
            await asset_upload.upload(self._connection.session, url, artifact, path)

    async def publish_release(self, release: int, *, latest: bool) -> None:
        """PATCH; a published one stays published."""
        await self._connection.tell(lambda r: releases.publish(r, release, latest=latest))
