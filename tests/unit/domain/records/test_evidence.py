"""Evidence: what later stages and the digest read from the ledger."""

from bot.domain.files.artifacts import Artifact, distributions
from bot.domain.records import evidence, ledger

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


def test_what_is_public_is_what_everybody_can_see() -> None:
    """In the order of the pipeline; not what is prepared, drafted, tried, missing or skipped."""
    rows = {
        "announce": (ledger.done("chat", "releases", url="https://chat.example/1"),),
        "tag_release": (ledger.done("git", "tag v1.2.0", commit="1" * 40),),
        "draft_github_release": (ledger.done("github", "release v1.2.0", url="https://x"),),
        "prepare_release": (ledger.done("git", "release/v1.2.0", commit="1" * 40),),
        "publish_testpypi": (
            ledger.done("testpypi", "a.whl", digest="sha256:1", url="https://y"),
            ledger.missing("testpypi", "a.tar.gz", digest="sha256:2"),
            ledger.done("testpypi", "install a==1.2.0", by="uv"),
        ),
        "publish_pypi": (ledger.skipped("pypi", "a.whl", digest="sha256:1"),),
    }

    assert [(stage, row.key) for stage, row in evidence.public(rows)] == [
        ("publish_testpypi", "a.whl"),
        ("tag_release", "tag v1.2.0"),
        ("announce", "releases"),
    ]
