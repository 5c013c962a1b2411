"""Finding: the release that a person means, whatever it is called by."""

import pytest
import sqlalchemy as sa

from bot import errors
from bot.domain import moments
from bot.domain.conversation import commands
from bot.releases.looking import finding
from bot.releases.storage import release_rows
from tests.unit.releases.conftest import NOW


def _add(
    connection: sa.Connection,
    version: str | None,
    *,
    project: str = "greeter",
    age: int = 0,
    state: str = "done",
) -> str:
    """A release that was asked for so many seconds ago."""
    command = commands.StartRelease(
        project=project, bump="minor", person="alice", delivery=f"{version} {age}"
    )
    release, _ = release_rows.insert_release(connection, command, moments.later(NOW, -age))
    finished = None if state in ("running", "waiting") else NOW
    release_rows.set_values(connection, release, version=version, state=state, finished=finished)
    return release


@pytest.mark.parametrize(
    "which", ["1.2.0rc1", "v1.2.0rc1", "1.2.0-rc.1", " 1.2.0RC1 ", "1.2.0.rc1"]
)
def test_a_version_is_found_however_it_is_written(connection: sa.Connection, which: str) -> None:
    """As the tag has it, as semver has it, in any case."""
    _add(connection, "1.2.0", age=1)
    wanted = _add(connection, "1.2.0rc1", age=2)

    assert finding.find(connection, "greeter", which) == wanted


def test_of_several_attempts_at_a_version_the_newest_is_meant(connection: sa.Connection) -> None:
    """The first one was cancelled, and the version was free again."""
    _add(connection, "1.2.0", age=9, state="cancelled")
    newest = _add(connection, "1.2.0", age=1)
    _add(connection, "1.2.0", age=0, project="other")

    assert finding.find(connection, "greeter", "1.2.0") == newest


def test_an_id_or_its_beginning_is_enough(connection: sa.Connection) -> None:
    """Also of a release that has no version yet; as typed by hand, in any case."""
    wanted = _add(connection, None, state="failed")
    _add(connection, "1.2.0")

    for which in (wanted, wanted[:6], wanted[:9].upper()):
        assert finding.find(connection, "greeter", which) == wanted


def test_too_few_digits_and_foreign_ids_find_nothing(connection: sa.Connection) -> None:
    """Five digits are a guess, and a release of another project is none of this one."""
    own, foreign = _add(connection, "1.2.0"), _add(connection, "1.3.0", project="other")

    for which in (own[:5], foreign, "%%%%%%", "______"):
        with pytest.raises(errors.BadInput, match="There is no release"):
            finding.find(connection, "greeter", which)


def test_a_beginning_that_several_share_names_them(
    connection: sa.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody's release is touched by a guess."""
    ids = iter(["abcdef000001", "abcdef000002"])
    monkeypatch.setattr(commands, "release_id", lambda _project, _delivery: next(ids))
    _add(connection, "1.2.0")
    _add(connection, "1.3.0", age=1)
    with pytest.raises(errors.BadInput) as caught:
        finding.find(connection, "greeter", "abcdef")

    assert caught.value.reason == "which_release"
    assert "1.2.0 (abcdef000001), 1.3.0 (abcdef000002)" in caught.value.sentence


def test_without_a_name_the_only_open_release_is_meant(connection: sa.Connection) -> None:
    """Also if newer ones have ended; with none open, the newest."""
    newest = _add(connection, "1.3.0", age=1)
    assert finding.find(connection, "greeter", "") == newest
    waiting = _add(connection, "1.2.0", age=5, state="waiting")
    _add(connection, "2.0.0", project="other", state="waiting")

    assert finding.find(connection, "greeter", "") == waiting


def test_several_open_releases_have_to_be_named(connection: sa.Connection) -> None:
    """One of them may not have a version yet; no more than five are listed."""
    for number in range(6):
        _add(connection, f"1.{number}.0", age=number + 1, state="waiting")
    planning = _add(connection, None, state="running")
    with pytest.raises(errors.BadInput) as caught:
        finding.find(connection, "greeter", "")

    assert caught.value.reason == "which_release"
    assert f"Several releases are open: minor ({planning}), 1.0.0 (" in caught.value.sentence
    assert caught.value.sentence.endswith(" and 2 more.")


@pytest.mark.parametrize("which", ["", "1.2.0"])
def test_where_nothing_was_released_it_is_said_how_to(
    connection: sa.Connection, which: str
) -> None:
    """There is nothing to name."""
    with pytest.raises(errors.BadInput) as caught:
        finding.find(connection, "greeter", which)

    assert caught.value.reason == "no_release"
    assert caught.value.for_people().startswith("There is no release of greeter yet. Type release")


@pytest.mark.parametrize(
    ("which", "offered"), [("1.2.O", "1.2.0"), ("\u202e<!channel>", "1.10.0, 1.9.0, 1.8.0")]
)
def test_an_unknown_name_is_answered_with_the_nearest(
    connection: sa.Connection, which: str, offered: str
) -> None:
    """Or with the newest where nothing is near; what was typed is shown without its tricks."""
    for number in range(11):
        _add(connection, f"1.{number}.0", age=20 - number)
    with pytest.raises(errors.BadInput) as caught:
        finding.find(connection, "greeter", which)

    assert caught.value.reason == "no_release"
    assert offered in caught.value.next_step
    assert "\u202e" not in caught.value.for_people()


def test_the_newest_are_listed_first_and_no_more_than_wanted(connection: sa.Connection) -> None:
    """Of one project or of all, each as a line."""
    for number in range(3):
        _add(connection, f"1.{number}.0", age=9 - number)
    other = _add(connection, "3.0.0", project="other", state="waiting")

    lines = finding.recent(connection, "greeter", 2)
    assert [line["version"] for line in lines] == ["1.2.0", "1.1.0"]
    assert finding.recent(connection, "", 1) == (
        {
            "release": other,
            "project": "other",
            "version": "3.0.0",
            "bump": "minor",
            "state": "waiting",
            "requester": "alice",
            "created": NOW,
            "finished": None,
        },
    )
