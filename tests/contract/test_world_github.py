"""The GitHub stand-in through PyGithub, the client that the bot uses for the real one."""

import asyncio
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from github import Auth, Github, GithubException, InputGitAuthor, InputGitTreeElement
from github.GitCommit import GitCommit
from github.GitRelease import GitRelease
from github.Repository import Repository

from bot.rehearsal.world import World, effects

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


@pytest.fixture
def repository(shared_world: World, sample_name: str) -> Iterator[Repository]:
    """The sample's repository, through a client that neither waits nor repeats."""
    with Github(
        auth=Auth.Token(shared_world.github_token),
        base_url=shared_world.github_url,
        retry=None,
        seconds_between_requests=0,
        seconds_between_writes=0,
    ) as client:
        yield client.get_repo(sample_name)


def _effects(shared_world: World, repository: Repository) -> list[str]:
    rows = effects(shared_world)
    return [row["kind"] for row in rows if row["target"] == repository.full_name]


def _head(repository: Repository) -> str:
    return repository.get_git_ref("heads/main").object.sha


def _commit(repository: Repository, parent: str, text: str = "1.2.0\n") -> GitCommit:
    before = repository.get_git_commit(parent)
    entry = InputGitTreeElement("docs/VERSION", "100644", "blob", content=text)
    tree = repository.create_git_tree([entry], base_tree=before.tree)
    author = InputGitAuthor("releasebot", "bot@example.org", NOON.isoformat())
    return repository.create_git_commit("chore: release", tree, [before], author, author)


def _draft(repository: Repository, tag: str = "v1.2.0") -> GitRelease:
    return repository.create_git_release(
        tag, "Greeter 1.2.0", "Notes.", draft=True, target_commitish=_head(repository)
    )


def _refusal(problem: pytest.ExceptionInfo[GithubException]) -> tuple[int, str]:
    data = problem.value.data
    fields = [error["code"] for error in data.get("errors", ())]
    return problem.value.status, " ".join([data["message"], *fields])


def test_the_repository_and_its_branch(repository: Repository) -> None:
    """What a client reads first."""
    branch = repository.get_branch("main")

    assert (repository.default_branch, repository.permissions.push) == ("main", True)
    assert branch.commit.sha == _head(repository)
    assert branch.commit.commit.message == "build: declare Python 3.13 (#12)"
    assert {tag.name for tag in repository.get_tags()} == {"v1.0.0", "v1.1.0", "v1.1.1"}


def test_a_commit_is_the_same_each_time(repository: Repository) -> None:
    """The same input gives the same id, and nothing outside has changed by it."""
    head = _head(repository)

    first, second = _commit(repository, head), _commit(repository, head)

    assert first.sha == second.sha
    assert first.author.date == NOON
    assert [parent.sha for parent in first.parents] == [head]
    paths = [entry.path for entry in repository.get_git_tree(first.sha, recursive=True).tree]
    assert {"docs/VERSION", "README.md"} <= set(paths)


def test_a_branch_moves_forward_only(shared_world: World, repository: Repository) -> None:
    """Git says what is a fast forward; a repeated update changes nothing."""
    head = _head(repository)
    ours, theirs = _commit(repository, head), _commit(repository, head, "other\n")
    branch = repository.get_git_ref("heads/main")

    branch.edit(ours.sha)
    branch.edit(ours.sha)

    with pytest.raises(GithubException) as problem:
        branch.edit(theirs.sha)
    assert _refusal(problem) == (422, "Update is not a fast forward")
    assert _head(repository) == ours.sha
    row = {"kind": "branch", "target": repository.full_name, "key": "refs/heads/main"}
    assert effects(shared_world)[-1] == row | {"digest": ours.sha}
    assert _effects(shared_world, repository) == ["branch"]


@pytest.mark.parametrize(
    ("ref", "sha", "sentence"),
    [
        ("refs/heads/main", "", "Reference already exists"),
        ("refs/heads/new", "1" * 40, "Object does not exist"),
        ("main", "", "Reference name must start with 'refs/' and contain a slash."),
        ("refs/heads/a..b", "", "refs/heads/a..b is not a valid ref name."),
    ],
)
def test_a_bad_ref_is_refused(repository: Repository, ref: str, sha: str, sentence: str) -> None:
    """As GitHub refuses it."""
    with pytest.raises(GithubException) as problem:
        repository.create_git_ref(ref, sha or _head(repository))

    assert _refusal(problem) == (422, sentence)


def test_branches_come_and_go(repository: Repository) -> None:
    """A branch with a slash in its name is made, found, listed and removed."""
    head = _head(repository)
    ref = repository.create_git_ref("refs/heads/release/v1.2.0", head)

    assert repository.get_git_ref("heads/release/v1.2.0").object.sha == head
    assert [r.ref for r in repository.get_git_matching_refs("heads/release")] == [ref.ref]
    ref.delete()
    with pytest.raises(GithubException) as problem:
        repository.get_git_ref("heads/release/v1.2.0")
    assert problem.value.status == 404


def test_an_annotated_tag(repository: Repository) -> None:
    """Object and ref are two steps; the ref points at the tag, the tag at the commit."""
    head = _head(repository)
    tagger = InputGitAuthor("releasebot", "bot@example.org", NOON.isoformat())

    tag = repository.create_git_tag("v1.2.0", "Release 1.2.0", head, "commit", tagger)
    repository.create_git_ref("refs/tags/v1.2.0", tag.sha)

    found = repository.get_git_ref("tags/v1.2.0").object
    assert (found.type, found.sha) == ("tag", tag.sha)
    peeled = repository.get_git_tag(found.sha)
    assert (peeled.object.type, peeled.object.sha) == ("commit", head)
    assert (peeled.message, peeled.tagger.date) == ("Release 1.2.0", NOON)


def test_a_draft_is_invisible_by_its_tag(repository: Repository) -> None:
    """Only listing finds drafts, and several may share a tag."""
    first, second = _draft(repository), _draft(repository)

    listed = [release.id for release in repository.get_releases()]
    with pytest.raises(GithubException) as problem:
        repository.get_release("v1.2.0")

    assert listed == [second.id, first.id]
    assert problem.value.status == 404
    with pytest.raises(GithubException):
        repository.get_git_ref("tags/v1.2.0")


def test_publishing_makes_the_tag(shared_world: World, repository: Repository) -> None:
    """A draft is published once; its tag is made at its target where there is none."""
    draft, other = _draft(repository), _draft(repository)

    draft.update_release("Greeter 1.2.0", "Notes.", draft=False)
    draft.update_release("Greeter 1.2.0", "Notes.", draft=False)

    assert repository.get_release("v1.2.0").id == draft.id
    assert repository.get_latest_release().id == draft.id
    assert repository.get_git_ref("tags/v1.2.0").object.sha == _head(repository)
    with pytest.raises(GithubException) as problem:
        other.update_release("Greeter 1.2.0", "Notes.", draft=False)
    assert _refusal(problem) == (422, "Validation Failed already_exists")
    assert _effects(shared_world, repository) == ["draft", "draft", "tag", "release_published"]


def test_assets(shared_world: World, repository: Repository, tmp_path: Path) -> None:
    """A file is attached once, tells its digest, and can be fetched back."""
    path = tmp_path / "SHA256SUMS"
    path.write_bytes(b"sums\n")
    release = _draft(repository)

    asset = release.upload_asset(str(path))

    digest = "sha256:" + hashlib.sha256(b"sums\n").hexdigest()
    assert (asset.name, asset.size, asset.state) == ("SHA256SUMS", 5, "uploaded")
    assert [listed.digest for listed in release.get_assets()] == [digest]
    with pytest.raises(GithubException) as problem:
        release.upload_asset(str(path))
    assert _refusal(problem) == (422, "Validation Failed already_exists")
    asset.delete_asset()
    assert release.get_assets().totalCount == 0
    assert _effects(shared_world, repository) == ["draft", "asset", "asset_deleted"]


async def test_a_cut_off_asset_stays_unfinished(
    shared_world: World, repository: Repository
) -> None:
    """As at GitHub, an upload that breaks leaves a `starter` that blocks its name."""
    release = _draft(repository)
    host, _, port = shared_world.github_url.removeprefix("http://").partition(":")
    _, writer = await asyncio.open_connection(host, int(port))
    head = (
        f"POST /repos/{repository.full_name}/releases/{release.id}/assets?name=a.whl HTTP/1.1\r\n"
        f"Host: {host}:{port}\r\nAuthorization: token {shared_world.github_token}\r\n"
        "Content-Length: 1000\r\n\r\nhalf"
    )
    writer.write(head.encode())
    await writer.drain()
    deadline = asyncio.get_running_loop().time() + 20
    while not (assets := list(release.get_assets())):
        assert asyncio.get_running_loop().time() < deadline
        await asyncio.sleep(0.01)
    writer.close()

    (asset,) = assets
    assert (asset.state, asset.size) == ("starter", 0)


def test_pull_requests_of_commits(repository: Repository) -> None:
    """A squashed one and a merged one, with labels and authors."""
    commits = {c.commit.message.splitlines()[0]: c for c in repository.get_commits()}
    found = {
        subject: [(p.number, p.user.login, [label.name for label in p.labels]) for p in pulls]
        for subject in ("feat: greet in French", "fix: keep the spaces inside a name (#10)")
        for pulls in [commits[subject].get_pulls()]
    }

    assert found == {
        "feat: greet in French": [(8, "dave", ["enhancement", "good first issue"])],
        "fix: keep the spaces inside a name (#10)": [(10, "bob", ["bug"])],
    }
    assert repository.get_pull(8).merged
    assert repository.get_pulls(state="open").totalCount == 0
    assert repository.get_pulls(state="closed").totalCount == 8


def test_comparing(repository: Repository) -> None:
    """Where two points of the history stand to each other is git's word."""
    forward = repository.compare("v1.1.1", "main")
    back = repository.compare("main", "v1.1.1")

    assert (forward.status, forward.ahead_by, forward.behind_by) == ("ahead", 6, 0)
    assert (back.status, back.ahead_by, back.behind_by) == ("behind", 0, 6)
    assert forward.commits[forward.total_commits - 1].sha == _head(repository)
    assert "README.md" in {file.filename for file in forward.files}


def test_lists_come_in_pages(repository: Repository) -> None:
    """A client that follows the links sees everything once."""
    subjects = [commit.sha for commit in repository.get_commits()]
    repository.requester.per_page = 2

    assert [commit.sha for commit in repository.get_commits()] == subjects
    assert len(subjects) == len(set(subjects)) == 13


async def test_what_ci_says(shared_world: World, repository: Repository) -> None:
    """The sample's CI likes every commit until a test says otherwise."""
    head = _head(repository)
    (run,) = repository.get_commit(head).get_check_runs()
    assert (run.name, run.conclusion, run.app.slug) == ("ci", "success", "github-actions")

    asked = {"repository": repository.full_name, "commit": head, "name": "ci", "state": "failure"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{shared_world.github_url}/_world/check", json=asked) as answer,
    ):
        assert answer.status == 200

    (run,) = repository.get_commit(head).get_check_runs()
    assert (run.status, run.conclusion) == ("completed", "failure")
    assert repository.get_commit(head).get_combined_status().total_count == 0


@pytest.mark.parametrize("token", ["ghs_wrong", ""])
async def test_writes_need_the_token(shared_world: World, token: str) -> None:
    """A wrong token is refused for everything, none at all for writes."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    url = f"{shared_world.github_url}/repos/acme/greeter/git/refs"
    async with aiohttp.ClientSession(headers=headers) as session:
        async with session.post(url, json={}) as answer:
            assert (answer.status, answer.content_type) == (401, "application/json")
        async with session.get(f"{shared_world.github_url}/repos/acme/greeter") as answer:
            assert answer.status == (401 if token else 200)


async def test_drafts_are_hidden_from_strangers(repository: Repository) -> None:
    """Without the token a draft is neither listed nor found."""
    draft = _draft(repository)
    releases = f"{repository.url}/releases"
    async with aiohttp.ClientSession() as session:
        async with session.get(releases) as answer:
            assert await answer.json() == []
        async with session.get(f"{releases}/{draft.id}") as answer:
            assert answer.status == 404
