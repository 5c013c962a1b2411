"""`kill -9` before and after each outside effect of a whole release: each effect once."""

import signal

import pytest

from tests.faults.conftest import Journal, Run

PREPARE_EFFECTS = ("create_commit", "set_branch")
PUBLISH_EFFECTS = (
    "upload",  # the sdist to TestPyPI
    "upload",  # the wheel
    "set_branch",
    "create_tag",
    "create_draft",
    "upload_asset",  # wheel, sdist, SBOM, checksums
    "upload_asset",
    "upload_asset",
    "upload_asset",
    "upload",  # the sdist to PyPI
    "upload",  # the wheel
    "publish_release",
    "post",
)
CANCEL_EFFECTS = ("delete_branch",)
MOMENTS = ("before", "after")


def kills(effects: tuple[str, ...]) -> list[object]:
    """Every effect at every moment, named."""
    return [
        pytest.param(number, moment, id=f"{number}-{name}-{moment}")
        for number, name in enumerate(effects, start=1)
        for moment in MOMENTS
    ]


def what(journal: Journal) -> list[tuple[str, str]]:
    """What changed where, without what differs from run to run."""
    return [(row["kind"], row["target"]) for row in journal]


def test_every_effect_is_killed_at(undisturbed: tuple[Journal, list[str]]) -> None:
    """A new effect without its place in the list above fails here."""
    assert tuple(undisturbed[1]) == PUBLISH_EFFECTS


@pytest.mark.parametrize("living", ["asked"], indirect=True)
@pytest.mark.parametrize(("number", "moment"), kills(PUBLISH_EFFECTS))
def test_a_kill_while_publishing_costs_nothing(
    living: Run, undisturbed: tuple[Journal, list[str]], number: int, moment: str
) -> None:
    """The journal ends as that of the undisturbed release, row for row and byte for byte."""
    killed = living.bot("ended", str(number), moment)
    resumed = living.bot("ended")

    assert killed.returncode == -signal.SIGKILL
    assert "done None" in resumed.stderr
    assert living.journal() == undisturbed[0]


@pytest.mark.parametrize("living", ["prepared"], indirect=True)
@pytest.mark.parametrize(("number", "moment"), kills(PREPARE_EFFECTS))
def test_a_kill_while_preparing_costs_nothing(
    living: Run, asked_and_journal: tuple[Run, Journal], number: int, moment: str
) -> None:
    """The release is asked about exactly once, on one commit."""
    killed = living.bot("asked", str(number), moment)
    resumed = living.bot("asked")

    assert killed.returncode == -signal.SIGKILL
    assert "waiting None" in resumed.stderr
    assert what(living.journal()) == what(asked_and_journal[1])


@pytest.mark.parametrize("living", ["asked"], indirect=True)
@pytest.mark.parametrize(("number", "moment"), kills(CANCEL_EFFECTS))
def test_a_kill_while_cancelling_costs_nothing(
    living: Run, asked_and_journal: tuple[Run, Journal], number: int, moment: str
) -> None:
    """The branch is removed once, and the version is free; a resumed bot needs no second word."""
    killed = living.bot("cancelled", str(number), moment)
    resumed = living.bot("ended")

    assert killed.returncode == -signal.SIGKILL
    assert "cancelled {'code': 'cancelled'" in resumed.stderr
    assert resumed.stdout.split() == (["delete_branch"] if moment == "before" else [])
    before, after = asked_and_journal[1], living.journal()
    assert after[: len(before)] == before
    assert [kind for kind, _ in what(after[len(before) :])] == ["branch_deleted"]
    assert living.rows("SELECT version FROM versions") == []
    assert living.rows("SELECT branch FROM locks") == []
