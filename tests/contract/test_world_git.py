"""The world's repositories through git: cloned and fetched over HTTP, copied from anywhere."""

import os
import subprocess
from pathlib import Path

import pytest

from bot import errors
from bot.rehearsal import git_process, sample
from bot.rehearsal.bare_repository import BareRepository
from bot.rehearsal.repository_copy import import_repository
from bot.rehearsal.storage import open_storage
from bot.rehearsal.world import World, effects

HEAD = "bfdeb67"


def _git(folder: Path, *arguments: str) -> str:
    identity = {"GIT_AUTHOR_NAME": "Alice", "GIT_AUTHOR_EMAIL": "alice@example.org"}
    identity |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in identity.items()}
    done = subprocess.run(
        [git_process.git_argv()[0], "-C", str(folder), *arguments],
        env=git_process.ENVIRONMENT | identity,
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    )
    return done.stdout.strip()


def _project(folder: Path) -> Path:
    """A repository with one commit."""
    folder.mkdir()
    _git(folder, "init", "--quiet", "--initial-branch=trunk")
    (folder / "README").write_text("Hello\n")
    _git(folder, "add", "README")
    _git(folder, "commit", "--quiet", "--message=feat: begin (#7)")
    return folder


def _snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file with its time and bytes."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


def _hosted(shared_world: World, full_name: str) -> BareRepository:
    with open_storage(shared_world.folder) as storage:
        return BareRepository(storage.repository_folder(full_name))


def test_clone_and_fetch(shared_world: World, sample_name: str, tmp_path: Path) -> None:
    """A clone has the history; a fetch brings what the world's repository got since."""
    clone = tmp_path / "clone"
    _git(tmp_path, "clone", "--quiet", f"{shared_world.github_url}/{sample_name}.git", str(clone))
    hosted = _hosted(shared_world, sample_name)
    head = _git(clone, "rev-parse", "HEAD")

    hosted.set_ref("refs/heads/next", head, "0" * 40)
    _git(clone, "fetch", "--quiet")

    assert _git(clone, "rev-parse", "origin/next") == head
    assert _git(clone, "tag", "--list").split() == ["v1.0.0", "v1.1.0", "v1.1.1"]


def test_a_shallow_clone_over_http(shared_world: World, sample_name: str, tmp_path: Path) -> None:
    """Git's own protocol extras work, because the server is git's own."""
    url = f"{shared_world.github_url}/{sample_name}.git"
    _git(tmp_path, "clone", "--quiet", "--depth=1", url, str(tmp_path / "clone"))

    assert _git(tmp_path / "clone", "rev-list", "--count", "HEAD") == "1"


def test_a_push_is_refused(shared_world: World, sample_name: str, tmp_path: Path) -> None:
    """Writing goes through the API only, so the journal sees it."""
    url = f"http://x:{shared_world.github_token}@{shared_world.github_url[7:]}/{sample_name}.git"
    _git(tmp_path, "clone", "--quiet", url, str(tmp_path / "clone"))
    before = effects(shared_world)

    with pytest.raises(subprocess.CalledProcessError) as failure:
        _git(tmp_path / "clone", "push", "--quiet", "origin", "HEAD:refs/heads/pushed")

    assert "403" in failure.value.stderr
    assert effects(shared_world) == before


def test_the_sample_is_the_same_everywhere(shared_world: World, sample_name: str) -> None:
    """Fixed dates and authors give the same ids on every machine."""
    hosted = _hosted(shared_world, sample_name)

    assert str(hosted.resolve("refs/heads/main")).startswith(HEAD)
    hosted.run("fsck", "--strict")


def test_an_import_leaves_the_original_alone(shared_world: World, tmp_path: Path) -> None:
    """Hooks and configuration of the original are never run or read, and nothing is written."""
    original = _project(tmp_path / "original")
    planted = tmp_path / "planted"
    for hook in ("post-checkout", "reference-transaction", "post-upload-pack"):
        path = original / ".git" / "hooks" / hook
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\ntouch {planted}\n")
        path.chmod(0o755)
    for key in ("core.fsmonitor", "core.sshCommand", "uploadpack.packObjectsHook"):
        _git(original, "config", key, f"touch {planted}; false")
    with (original / ".git" / "config").open("a") as config:
        config.write("this is no configuration\n")
    before = _snapshot(original)

    import_repository(shared_world, original, "bob/original")

    assert _snapshot(original) == before
    assert not planted.exists()
    assert _hosted(shared_world, "bob/original").text("log", "--format=%s", "trunk") == (
        "feat: begin (#7)"
    )


def test_imports_of_every_shape(shared_world: World, tmp_path: Path) -> None:
    """A clone, its linked work tree, a bare repository, and one whose owner is somebody else."""
    original = _project(tmp_path / "original")
    _git(original, "worktree", "add", "--quiet", "-b", "side", str(tmp_path / "linked"))
    _git(tmp_path, "clone", "--quiet", "--bare", str(original), str(tmp_path / "bare.git"))
    if os.geteuid() == 0:
        for path in (tmp_path / "bare.git", *(tmp_path / "bare.git").rglob("*")):
            os.chown(path, 65534, 65534)

    import_repository(shared_world, original, "shapes/clone")
    import_repository(shared_world, str(tmp_path / "linked"), "shapes/linked")
    import_repository(shared_world, tmp_path / "bare.git", "shapes/bare")

    copies = [_hosted(shared_world, f"shapes/{name}") for name in ("clone", "linked", "bare")]
    assert {copy.resolve("HEAD") for copy in copies} == {_git(original, "rev-parse", "HEAD")}
    branches = [copy.text("symbolic-ref", "--short", "HEAD") for copy in copies]
    assert branches == ["trunk", "side", "trunk"]


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        ("no repository", "is no git repository"),
        ("empty", "has no commits yet"),
        ("shallow", "is a shallow clone"),
        ("detached", "is on no branch"),
        ("no branch", "has no branch 'none'"),
        ("broken", "could not be copied"),
    ],
)
def test_a_bad_original_is_explained(
    shared_world: World, tmp_path: Path, damage: str, sentence: str
) -> None:
    """One sentence says what is wrong, and the world stays as it was."""
    original = _project(tmp_path / "original")
    branch = "none" if damage == "no branch" else None
    if damage == "no repository":
        original = tmp_path
    elif damage == "empty":
        original = tmp_path / "empty"
        original.mkdir()
        _git(original, "init", "--quiet")
    elif damage == "shallow":
        (original / ".git" / "shallow").write_text(_git(original, "rev-parse", "HEAD"))
    elif damage == "detached":
        _git(original, "checkout", "--quiet", "--detach")
    elif damage == "broken":
        for path in (original / ".git" / "objects").glob("??/*"):
            path.unlink()

    with pytest.raises(errors.BadRepository, match=sentence):
        import_repository(shared_world, original, "acme/bad", branch)

    assert not _hosted(shared_world, "acme/bad").folder.exists()
    assert list((shared_world.folder / "incoming").iterdir()) == []


@pytest.mark.parametrize("source", ["http://example.org/x", "ext::sh -c id", "ssh://x/y"])
def test_a_bad_address_is_refused(shared_world: World, source: str) -> None:
    """Only https is fetched from; nothing that git would run is handed to it."""
    with pytest.raises((errors.BadInput, errors.BadRepository)):
        import_repository(shared_world, source, "acme/bad")


@pytest.mark.parametrize("name", ["acme", "acme/../x", "/x", "a/b.git", "-a/b", "a/b/c"])
def test_a_bad_name_is_refused(shared_world: World, tmp_path: Path, name: str) -> None:
    """A name becomes a folder, so only GitHub's own grammar will do."""
    with pytest.raises(errors.BadInput):
        import_repository(shared_world, tmp_path, name)


def test_a_taken_name_is_refused(shared_world: World, tmp_path: Path) -> None:
    """A second import never replaces what a release may be working on."""
    sample.create_sample(shared_world)

    with pytest.raises(errors.Conflict):
        import_repository(shared_world, _project(tmp_path / "original"), "acme/greeter")
