"""Proving: the engine's own proof sees a poisoned row that is refused, and one that runs."""

import base64
import pickle
from collections.abc import Iterator
from pathlib import Path

import dbos._serialization
import pytest

from bot.releases.running import engine, proving
from bot.releases.running.workflow import APPLICATION_VERSION


@pytest.fixture
def as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """DBOS with the pickle that it comes with, and without it again afterwards."""

    def deserialize(_self: object, text: str) -> object:
        return pickle.loads(base64.b64decode(text))  # noqa: S301  # our own

    monkeypatch.setattr(dbos._serialization.DefaultSerializer, "deserialize", deserialize)
    yield monkeypatch
    monkeypatch.undo()
    engine.refuse_pickle()


def test_the_engine_refuses_and_is_pinned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a scratch database, of which nothing is left."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    proof = proving.prove_engine()

    assert proof.pickle == "refused"
    assert proof.version == proof.pinned == APPLICATION_VERSION
    assert list(tmp_path.iterdir()) == []


def test_an_engine_that_unpickles_is_found(as_it_was: pytest.MonkeyPatch) -> None:
    """The proof can fail: without the block its poison does run."""
    as_it_was.setattr(engine, "refuse_pickle", lambda: None)

    assert proving.prove_engine().pickle == "ran"


def test_an_engine_that_says_nothing_leaves_it_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a change of its tables, by which no poison gets there."""
    monkeypatch.setattr(proving, "POISON", ("UPDATE workflow_status SET status = 'PENDING'",))
    monkeypatch.setattr(proving, "SECONDS", 1.0)

    assert proving.prove_engine().pickle == "unknown"
