"""Every write of the bot at GitHub: how it is prepared, done, and looked for afterwards."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from github.Repository import Repository

from bot.adapters.chat.github_comments import GitHubComments
from bot.adapters.code_host.deliveries import GitHubDeliveries
from bot.adapters.code_host.github import GitHubCodeHost
from bot.domain.files.artifacts import Artifact
from tests.contract.code_hosts import WHEN
from tests.contract.local_github.conftest import LONG_AGO
from tests.fakes.stored_files import store

MARK = "<!-- mark -->"


@dataclass(kw_only=True)
class Place:
    """A case's own names in a repository that other cases use too, and who acts there."""

    number: int
    folder: Path
    person: Repository
    head: str
    host: GitHubCodeHost = field(init=False)  # a test may take a fresh one
    comments: GitHubComments = field(init=False)
    deliveries: GitHubDeliveries = field(init=False)
    known: dict[str, int] = field(default_factory=dict)  # numbers that GitHub gave
    commits: list[str] = field(default_factory=list)

    @property
    def branch(self) -> str:
        """A branch of our own."""
        return f"release/v{self.number}"

    @property
    def tag(self) -> str:
        """A version's tag."""
        return f"v9.0.{self.number}"

    async def commit(self, parent: str = "") -> str:
        """A commit that no branch has yet."""
        files = {f"{self.number}-{len(self.commits)}.md": b"new"}
        made = await self.host.create_commit(parent or self.head, f"{self.number}", files, WHEN)
        self.commits.append(made)
        return made

    def file(self, content: bytes) -> tuple[Artifact, Path]:
        """A file to attach."""
        return store(self.folder, "sdist", ("greeter.tar.gz", content))


Step = Callable[[Place], Awaitable[object]]


async def _nothing(_: Place) -> None:
    """Nothing has to be there before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """`rows` is how many rows of the world's journal it leaves when it happens once."""

    effect: str  # the port's method
    requests: tuple[str, ...]  # those that change something, each "METHOD path"
    act: Step
    is_there: Callable[[Place], Awaitable[bool]]
    prepare: Step = _nothing
    rows: int = 1


async def _branch(place: Place) -> None:
    await place.host.set_branch(place.branch, await place.commit(), None)


async def _branch_and_next(place: Place) -> None:
    await _branch(place)
    await place.commit(place.commits[0])


async def _branch_and_other(place: Place) -> None:
    await _branch(place)
    await place.commit()


async def _ask(place: Place) -> None:
    made = await place.host.create_pull_request(place.branch, "main", "title", "body")
    place.known["pull"] = made.number


async def _asked(place: Place) -> None:
    await _branch(place)
    await _ask(place)


async def _draft(place: Place) -> None:
    made = await place.host.create_draft(place.tag, place.head, "title", "body", prerelease=False)
    place.known["release"] = made.id


async def _draft_with_other_file(place: Place) -> None:
    await _draft(place)
    await place.host.upload_asset(place.known["release"], *place.file(b"other"))


async def _milestone(place: Place) -> None:
    place.known["milestone"] = place.person.create_milestone(place.tag).number


async def _comment(place: Place) -> None:
    issue = place.person.create_issue("Release?")
    place.known |= {"issue": issue.number, "asked": issue.create_comment("/release").id}


async def _answer(place: Place) -> None:
    await _comment(place)
    await place.comments.write(place.known["issue"], MARK)
    ours = await place.comments.find(place.known["issue"], MARK)
    place.known["ours"] = ours.id if ours else 0


async def _missed(place: Place) -> None:
    place.person.create_milestone(f"{place.tag} missed")
    place.known["attempt"] = (await anext(place.deliveries.since(LONG_AGO))).id


async def _is_at_the_newest(place: Place) -> bool:
    return await place.host.branch_head(place.branch) == place.commits[-1]


async def _is_removed(place: Place) -> bool:
    return await place.host.branch_head(place.branch) is None


async def _is_asked(place: Place) -> bool:
    return await place.host.pull_request(place.branch, "main") is not None


async def _is_tagged(place: Place) -> bool:
    found = await place.host.tag(place.tag)
    return found is not None and (found.commit, found.annotated) == (place.head, True)


async def _is_drafted(place: Place) -> bool:
    return len(await place.host.releases(place.tag)) == 1


async def _is_gone(place: Place) -> bool:
    return await place.host.releases(place.tag) == ()


async def _is_made(place: Place) -> bool:
    """Only the answer tells of a commit: no ref shows it yet."""
    return bool(place.commits)


async def _has_file(place: Place) -> bool:
    [release] = await place.host.releases(place.tag)
    artifact, _ = place.file(b"bytes")
    return [asset.digest for asset in release.assets] == [f"sha256:{artifact.sha256}"]


async def _is_published(place: Place) -> bool:
    return [each.draft for each in await place.host.releases(place.tag)] == [False]


async def _is_merged(place: Place) -> bool:
    found = await place.host.pull_request(place.branch, "main")
    return found is not None and found.state == "merged"


async def _is_closed(place: Place) -> bool:
    found = await place.host.milestone([place.tag])
    return found is not None and not found.is_open


async def _is_liked(place: Place) -> bool:
    asked = place.person.get_issue(place.known["issue"]).get_comment(place.known["asked"])
    return [each.content for each in asked.get_reactions()] == ["eyes"]


async def _is_answered(place: Place) -> bool:
    return await place.comments.find(place.known["issue"], MARK) is not None


async def _is_edited(place: Place) -> bool:
    found = await place.comments.read(place.known["ours"])
    return found is not None and found.text == f"{MARK} twice"


async def _is_tried_again(place: Place) -> bool:
    found = {attempt.id: attempt.guid async for attempt in place.deliveries.since(LONG_AGO)}
    return list(found.values()).count(found[place.known["attempt"]]) == 2


WRITES = (
    Write(
        effect="create_commit",
        requests=("POST /git/blobs", "POST /git/trees", "POST /git/commits"),
        act=lambda place: place.commit(),
        is_there=_is_made,
        rows=0,
    ),
    Write(
        effect="set_branch",
        requests=("POST /git/refs",),
        prepare=lambda place: place.commit(),
        act=lambda place: place.host.set_branch(place.branch, place.commits[0], None),
        is_there=_is_at_the_newest,
    ),
    Write(
        effect="set_branch",
        requests=("PATCH /git/refs/**",),
        prepare=_branch_and_next,
        act=lambda place: place.host.set_branch(place.branch, *reversed(place.commits)),
        is_there=_is_at_the_newest,
    ),
    Write(
        effect="replace_branch",
        requests=("PATCH /git/refs/**",),
        prepare=_branch_and_other,
        act=lambda place: place.host.replace_branch(place.branch, *reversed(place.commits)),
        is_there=_is_at_the_newest,
    ),
    Write(
        effect="delete_branch",
        requests=("DELETE /git/refs/**",),
        prepare=_branch,
        act=lambda place: place.host.delete_branch(place.branch, place.commits[0]),
        is_there=_is_removed,
    ),
    Write(
        effect="create_pull_request",
        requests=("POST /pulls",),
        prepare=_branch,
        act=_ask,
        is_there=_is_asked,
    ),
    Write(
        effect="merge_pull_request",
        requests=("PUT /pulls/*/merge",),
        prepare=_asked,
        act=lambda place: place.host.merge_pull_request(place.known["pull"], place.commits[0]),
        is_there=_is_merged,
        rows=2,
    ),
    Write(
        effect="create_tag",
        requests=("POST /git/tags", "POST /git/refs"),
        act=lambda place: place.host.create_tag(place.tag, place.head, "text", WHEN),
        is_there=_is_tagged,
    ),
    Write(
        effect="create_draft",
        requests=("POST /releases",),
        act=_draft,
        is_there=_is_drafted,
    ),
    Write(
        effect="delete_draft",
        requests=("DELETE /releases/*",),
        prepare=_draft,
        act=lambda place: place.host.delete_draft(place.known["release"]),
        is_there=_is_gone,
    ),
    Write(
        effect="upload_asset",
        requests=("DELETE /releases/assets/*", "POST /releases/*/assets"),
        prepare=_draft_with_other_file,
        act=lambda place: place.host.upload_asset(place.known["release"], *place.file(b"bytes")),
        is_there=_has_file,
        rows=2,
    ),
    Write(
        effect="publish_release",
        requests=("PATCH /releases/*",),
        prepare=_draft,
        act=lambda place: place.host.publish_release(place.known["release"], latest=False),
        is_there=_is_published,
        rows=2,
    ),
    Write(
        effect="close_milestone",
        requests=("PATCH /milestones/*",),
        prepare=_milestone,
        act=lambda place: place.host.close_milestone(place.known["milestone"]),
        is_there=_is_closed,
    ),
    Write(
        effect="react",
        requests=("POST /issues/comments/*/reactions",),
        prepare=_comment,
        act=lambda place: place.comments.react(place.known["asked"], "eyes"),
        is_there=_is_liked,
        rows=0,
    ),
    Write(
        effect="write",
        requests=("POST /issues/*/comments",),
        prepare=_comment,
        act=lambda place: place.comments.write(place.known["issue"], MARK),
        is_there=_is_answered,
    ),
    Write(
        effect="edit",
        requests=("PATCH /issues/comments/*",),
        prepare=_answer,
        act=lambda place: place.comments.edit(place.known["ours"], f"{MARK} twice"),
        is_there=_is_edited,
    ),
    Write(
        effect="ask_again",
        requests=("POST /app/hook/deliveries/*/attempts",),
        prepare=_missed,
        act=lambda place: place.deliveries.ask_again(place.known["attempt"]),
        is_there=_is_tried_again,
        rows=0,
    ),
)
