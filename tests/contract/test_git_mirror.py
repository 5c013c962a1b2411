"""Our own mirror: which addresses it follows, how it survives a kill, and what it never tells."""

import os
import stat
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import errors
from bot.adapters.git import GitRepository
from bot.adapters.tokens import StoredToken
from bot.domain.versions import references
from bot.settings.secrets import SecretReference
from tests.fakes.real_git import RealGit, make_released
from tests.fakes.stored_files import secret_file


@pytest.fixture
def origin(tmp_path: Path) -> RealGit:
    """A repository with two releases and something new."""
    return make_released(tmp_path / "origin")


@pytest.mark.parametrize(
    "url",
    [
        *("http://example.org/x", "ext::sh", "--upload-pack=x", "git@github.com:o/r", "/srv/x"),
        *(
            "https://user:secret@example.org/x",
            "https://",
            "file:///srv/x",
            "https://e.example/a b",
        ),
    ],
)
def test_a_mirror_follows_safe_addresses_only(tmp_path: Path, url: str) -> None:
    """https, or http on this machine; no password in it; nothing else."""
    with pytest.raises(errors.BadConfiguration) as caught:
        GitRepository.mirror(tmp_path, url)
    assert "secret" not in caught.value.for_people()


async def test_a_mirror_that_was_killed_goes_on(origin: RealGit, tmp_path: Path) -> None:
    """Locks that a killed process left behind are removed; deleted branches disappear."""
    repository = GitRepository.mirror(tmp_path / "m", f"file://{origin.folder}", allow_file=True)
    assert (await repository.facts("topic")).branch == "topic"
    for name in ("packed-refs.lock", "refs/heads/main.lock", "shallow.lock"):
        (tmp_path / "m/mirror.git" / name).touch()
    head = origin.commit("fix: late")
    origin.run("branch", "--delete", "topic")
    assert (await repository.facts(None)).commit == head
    with pytest.raises(errors.BadReference):
        await repository.facts("topic")


async def test_a_remote_that_does_not_answer_is_unknown(tmp_path: Path) -> None:
    """Not answered is not the same as not there, and the token is in no message."""
    token = StoredToken(SecretReference(file=secret_file(tmp_path, "secret-token")))
    repository = GitRepository.mirror(tmp_path / "m", "http://127.0.0.1:1/o/r.git", token)
    with pytest.raises(errors.Unknown) as caught:
        await repository.facts(None)
    assert "secret-token" not in caught.value.for_people()
    assert stat.S_IMODE((tmp_path / "m").stat().st_mode) == 0o700
    assert os.access(tmp_path / "m/askpass", os.X_OK)


@settings(max_examples=30, deadline=None)
@given(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9./_-]{0,12}", fullmatch=True))
def test_what_we_take_git_takes(text: str) -> None:
    """Our grammar is narrower than git's."""
    try:
        references.parse_branch(text)
    except errors.BadReference:
        return
    argv = ["git", "check-ref-format", "--branch", text]
    assert subprocess.run(argv, check=False, capture_output=True, timeout=10).returncode == 0
