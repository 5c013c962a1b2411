"""The effects journal after a crash: a row says what really happened."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.rehearsal import git_process, journal
from bot.rehearsal.bare_repository import ZERO, BareRepository
from bot.rehearsal.storage import Storage, open_storage

NAME, REF = "acme/demo", "refs/heads/main"
NOW = "0 +0000"


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    """A storage with one repository."""
    with open_storage(tmp_path) as storage:
        folder = storage.repository_folder(NAME)
        git_process.init_bare(folder, "main")
        yield storage


def _commit(storage: Storage) -> tuple[BareRepository, str]:
    repository = BareRepository(storage.repository_folder(NAME))
    tree = repository.write("tree", b"")
    person = f"A <a@example.org> {NOW}"
    raw = f"tree {tree}\nauthor {person}\ncommitter {person}\n\nx\n"
    return repository, repository.write("commit", raw.encode())


def _begin(storage: Storage, sha: str) -> None:
    storage.db.execute(
        "INSERT INTO effects (kind, target, key, digest, certain) VALUES ('branch', ?, ?, ?, 0)",
        (NAME, REF, sha),
    )


@pytest.mark.parametrize("happened", [True, False])
def test_an_uncertain_row_is_settled_by_git(storage: Storage, *, happened: bool) -> None:
    """Killed after git's change the row stays; killed before it, it goes."""
    repository, sha = _commit(storage)
    _begin(storage, sha)
    if happened:
        repository.set_ref(REF, sha, ZERO)
    assert journal.effects(storage) == []

    journal.settle(storage)

    row = {"kind": "branch", "target": NAME, "key": REF, "digest": sha}
    assert journal.effects(storage) == ([row] if happened else [])


def test_a_refused_change_leaves_no_row(storage: Storage) -> None:
    """What git refused did not happen."""
    repository, sha = _commit(storage)

    with (
        pytest.raises(git_process.GitFailed),
        journal.ref_change(storage, "branch", NAME, REF, sha),
    ):
        repository.set_ref(REF, sha, sha)

    assert storage.db.execute("SELECT * FROM effects").fetchall() == []


def test_a_failed_transaction_leaves_nothing(storage: Storage) -> None:
    """A row and the thing itself are written together or not at all."""

    def fail() -> None:
        with storage.transaction() as db:
            journal.record(db, "post", "releases", "key", "digest")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert journal.effects(storage) == []


def test_two_worlds_give_the_same_digest() -> None:
    """The address of a world stands in many texts and says nothing about them."""
    first, second = (
        journal.text_digest("See", f"http://127.0.0.1:{port}/acme/demo") for port in (20001, 31999)
    )

    assert first == second != journal.text_digest("See", "http://127.0.0.1/acme/demo")
