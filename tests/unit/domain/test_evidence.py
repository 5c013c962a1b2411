"""Evidence: what later stages and the digest read from the ledger."""

from bot.domain import evidence, ledger
from bot.domain.artifacts import Artifact, distributions

WHEEL = {"kind": "wheel", "digest": f"sha256:{'a' * 64}", "size": "3"}
SDIST = {"kind": "sdist", "digest": f"sha256:{'b' * 64}", "size": "4"}


def test_before_anything_ran_there_is_neither_commit_nor_file() -> None:
    """Also where the stage found something that is not ours."""
    differing = ledger.differs("git", "release/v1.2.0", why="other work")

    assert evidence.release_commit({}) == ""
    assert evidence.release_commit({"prepare_release": (differing,)}) == ""
    assert evidence.artifacts({}) == ()
    assert evidence.artifacts({"build_packages": (ledger.missing("build", "greeter"),)}) == ()


def test_the_release_commit_is_what_prepare_release_saw() -> None:
    """No other stage's commit."""
    rows = {
        "check_ready": (ledger.done("ready", "branch main", commit="1" * 40),),
        "prepare_release": (ledger.done("git", "release/v1.2.0", commit="2" * 40),),
    }

    assert evidence.release_commit(rows) == "2" * 40


def test_files_come_back_as_they_were_built() -> None:
    """With bare hashes and whole numbers, and only those that are there."""
    rows = (
        ledger.done("build", "greeter.whl", **WHEEL),
        ledger.done("build", "greeter.tar.gz", **SDIST),
        ledger.missing("build", "more.whl", **WHEEL),
    )
    found = evidence.artifacts({"build_packages": rows})

    assert found == (
        Artifact(name="greeter.whl", kind="wheel", sha256="a" * 64, size=3),
        Artifact(name="greeter.tar.gz", kind="sdist", sha256="b" * 64, size=4),
    )
    assert [a.name for a in distributions(found)] == ["greeter.tar.gz", "greeter.whl"]
