"""Development versions: which one follows, where it is written, and that it is no change."""

from dataclasses import replace

import pytest
from packaging.version import Version

from bot import errors
from bot.domain.notes import history
from bot.domain.notes.changes import Commit
from bot.domain.plans import planning, stage_facts
from bot.domain.plans.facts import RepositoryFacts, RepositoryRules, TagFact
from bot.domain.plans.plan import Plan, VersionFile
from bot.domain.plans.planning import PlanRequest, ProjectRules
from bot.domain.versions import development, version_files
from bot.stages import PIPELINES
from tests.fakes.sample_facts import make_commit, make_sha, released
from tests.fakes.sample_plan import sample_plan

PYPROJECT = b'[project]\nname = "greeter"\nversion = "%s"\n'
BEGIN = Commit(
    sha=make_sha("begin"),
    subject="chore: begin 1.2.1.dev0",
    body="v1.2.0 is released.\n\nReleasebot-Development: 1.2.1.dev0",
    author="releasebot",
    time="2026-03-04T05:06:07Z",
    parents=(make_sha("v1.2.0"),),
)


def _plan(**changes: object) -> Plan:
    return replace(sample_plan(), development="1.2.1.dev0", **changes)  # type: ignore[arg-type]  # fields of the plan


def _planned(facts: RepositoryFacts, bump: str, *, wanted: bool = True) -> Plan:
    request = PlanRequest(bump=bump, created="2026-02-03T04:05:06Z")
    rules = ProjectRules(segments=PIPELINES["fast-forward"])
    facts = replace(facts, rules=RepositoryRules(development=wanted))
    return planning.make_plan(request, facts, rules)


@pytest.mark.parametrize(
    ("given", "following"),
    [
        ("1.2.0", "1.2.1.dev0"),
        ("0.1", "0.1.1.dev0"),
        ("1.2.0.post1", "1.2.1.dev0"),
        ("1.2.0rc1", "1.2.0rc2.dev0"),
        ("1.2.0a3", "1.2.0a4.dev0"),
        ("1.2.0.dev3", "1.2.0.dev4"),
        ("1!2.0.0", "1!2.0.1.dev0"),
    ],
)
def test_the_version_that_follows(given: str, following: str) -> None:
    """Above what is released."""
    assert str(development.next_development(Version(given))) == following
    assert Version(given) < Version(following)


@pytest.mark.parametrize(
    ("given", "later"),
    [
        ("1.2.0", ("1.2.1a1", "1.2.1", "1.3.0rc1", "1.3.0", "2.0.0")),
        ("1.2.0rc1", ("1.2.0rc2", "1.2.0", "1.2.1")),
        ("1.2.0b1", ("1.2.0b2", "1.2.0rc1", "1.2.0")),
    ],
)
def test_whatever_may_follow_is_higher(given: str, later: tuple[str, ...]) -> None:
    """So that nobody who installed from the branch misses the next release."""
    begun = development.next_development(Version(given))

    assert all(begun < Version(each) for each in later)


def test_only_the_version_is_written_and_nothing_in_the_changelog() -> None:
    """A file in which the version stands everywhere tells people what to install."""
    readme = VersionFile(path="README.md", how="everywhere")
    module = VersionFile(path="greeter.py", how="attribute")
    plan = _plan(version_files=(*sample_plan().version_files, module, readme))
    contents = {
        "pyproject.toml": PYPROJECT % b"1.2.0",
        "greeter.py": b'__version__ = "1.2.0"  # kept\r\n',
    }

    assert set(development.paths(plan)) == set(contents)
    assert development.render(plan, contents) == {
        "pyproject.toml": PYPROJECT % b"1.2.1.dev0",
        "greeter.py": b'__version__ = "1.2.1.dev0"  # kept\r\n',
    }


@pytest.mark.parametrize(
    ("stated", "begun"),
    [(b"1.2.0", False), (b"1.2.1.dev0", True), (b"1.3.0.dev5", True), (b"2.0.0", True)],
)
def test_a_higher_version_is_left_alone(stated: bytes, *, begun: bool) -> None:
    """Whoever wrote it."""
    assert development.is_begun(_plan(), {"pyproject.toml": PYPROJECT % stated}) is begun


@pytest.mark.parametrize(
    ("contents", "told"),
    [
        ({"pyproject.toml": PYPROJECT % b"1.1.0"}, "pyproject.toml states 1.1.0 on main, not"),
        ({"pyproject.toml": b"[project]\n"}, "exactly once"),
        ({}, "pyproject.toml is not on main any more"),
    ],
)
def test_what_does_not_state_the_release_is_for_people(
    contents: dict[str, bytes], told: str
) -> None:
    """Nothing is guessed."""
    with pytest.raises(errors.BadRepository, match=told):
        development.is_begun(_plan(), contents)


def test_it_is_planned_only_where_it_is_wanted() -> None:
    """The plan names it, and has the stage for it."""
    wanted, other = (_planned(released("v1.1.0"), "minor", wanted=each) for each in (True, False))
    names = [
        {stage.name for segment in plan.segments for stage in segment.stages}
        for plan in (wanted, other)
    ]

    assert (wanted.development, other.development) == ("1.2.1.dev0", "")
    assert names[0] - names[1] == {stage_facts.DEVELOPMENT}


def test_without_a_file_that_states_the_version_none_follows() -> None:
    """A version that is counted from tags goes on by itself."""
    dynamic = '[project]\nname = "demo"\ndynamic = ["version"]\n'
    plan = _planned(replace(released("v1.1.0"), files={"pyproject.toml": dynamic}), "minor")

    assert plan.development == ""
    assert any("no development version follows" in warning for warning in plan.warnings)


def _begun(*since: Commit) -> RepositoryFacts:
    """Main after 1.2.0, where it states 1.2.1.dev0."""
    facts = released("v1.2.0", since=since)
    files = {"pyproject.toml": '[project]\nname = "demo"\nversion = "1.2.1.dev0"\n'}
    return replace(facts, files=files, tags=(TagFact(name="v1.2.0", commit=make_sha("v1.2.0")),))


@pytest.mark.parametrize(
    ("bump", "expected"), [("patch", "1.2.1"), ("minor", "1.3.0"), ("rc", "1.2.1rc1")]
)
def test_the_next_release_is_counted_from_the_last_one(bump: str, expected: str) -> None:
    """The development version is replaced, and nobody is warned of it."""
    plan = _planned(_begun(make_commit("fix: a bug"), BEGIN), bump)
    [file] = plan.version_files
    contents = {"pyproject.toml": PYPROJECT % b"1.2.1.dev0"}
    rendered = version_files.render_files(replace(plan, changelog=None), contents)

    assert plan.version == expected
    assert rendered == {file.path: PYPROJECT % expected.encode()}
    assert not [warning for warning in plan.warnings if "states" in warning]
    assert [change.text for change in plan.changes] == ["a bug"]
    assert "begin" not in plan.notes


@pytest.mark.parametrize("is_merged", [False, True])
def test_a_begun_version_alone_is_nothing_to_release(*, is_merged: bool) -> None:
    """Whether it was committed or merged."""
    merge = replace(
        BEGIN,
        sha=make_sha("merge"),
        subject="Merge pull request #9 from acme/release/begin-1.2.1.dev0",
        body="Begin 1.2.1.dev0",
        parents=(make_sha("v1.2.0"), BEGIN.sha),
    )
    commits = (merge, BEGIN) if is_merged else (BEGIN,)

    with pytest.raises(errors.Refused, match="nothing to release"):
        _planned(_begun(*commits), "patch")
    assert history.make_changes(commits, ()) == ()


def test_a_mention_of_the_footer_is_a_change() -> None:
    """Only a footer that names a version counts."""
    commit = replace(BEGIN, subject="docs: explain", body="It writes Releasebot-Development: 1.0.")

    assert len(history.make_changes((commit,), ())) == 1


def test_nobody_hides_a_change_behind_the_footer() -> None:
    """The bot's own subject belongs to it, with the same version."""
    for subject in ("feat!: remove everything", "chore: begin 9.9.9.dev0"):
        assert history.beginnings([replace(BEGIN, subject=subject)]) == set()


def test_the_message_is_known_again() -> None:
    """By its footer."""
    subject, _, body = development.message(_plan()).partition("\n")

    assert subject == "chore: begin 1.2.1.dev0"
    assert history.beginnings([replace(BEGIN, subject=subject, body=body.strip())]) == {BEGIN.sha}
