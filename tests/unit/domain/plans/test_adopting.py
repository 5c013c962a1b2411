"""Adopting: which tag is meant, what fits, and the plan that follows from it."""

from dataclasses import replace
from typing import Any

import pytest
from packaging.version import Version

from bot import errors
from bot.domain.plans import adopting, digest, planning
from bot.domain.plans.adopting import Published
from bot.domain.plans.facts import RepositoryFacts
from bot.domain.plans.plan import Adopted, Plan, PlannedStage, Segment
from bot.domain.plans.planning import PlanRequest, ProjectRules
from tests.fakes import sample_facts

SHORT = (Segment(name="prepare", stages=(PlannedStage(name="check_published"),)),)
TAGGED = (replace(SHORT[0], question="publish"),)
FACTS = sample_facts.released("v1.1.0", elsewhere="v2.0.0 nightly")


def published(**changes: Any) -> Published:  # noqa: ANN401  # any part of it
    """A release that carol published by hand."""
    known: dict[str, Any] = {
        "tag": "v1.2.0",
        "version": Version("1.2.0"),
        "text": "Hello @everyone, this fixes #1.",
        "prerelease": False,
        "adopted": Adopted(number=7, url="u", by="carol"),
    }
    return Published(**(known | changes))


def plan(adopts: Published, listed: tuple[str, ...] = (), facts: RepositoryFacts = FACTS) -> Plan:
    """The plan to complete it."""
    request = PlanRequest(bump="", adopts=adopts, created="2026-03-04T05:06:07Z")
    rules = ProjectRules(adopting=SHORT, tagged=TAGGED)
    return planning.make_plan(request, facts, rules, {"pypi": listed})


@pytest.mark.parametrize("name", ["v2.0.0", "2.0.0", "2.0"])
def test_a_tag_is_found_by_its_name_or_its_version(name: str) -> None:
    """As people type it."""
    tag, version = adopting.find_tag(FACTS, name)

    assert (tag.name, str(version)) == ("v2.0.0", "2.0.0")


@pytest.mark.parametrize("name", ["nightly", "v9", "", "v2.0.0 ", "../v2.0.0", "\x1b[31m"])
def test_what_names_no_version_is_refused(name: str) -> None:
    """What was typed is echoed harmlessly."""
    with pytest.raises(errors.Refused) as refused:
        adopting.find_tag(replace(FACTS, tags=FACTS.tags[1:]), name)

    assert refused.value.reason == "not_adoptable"
    assert "\x1b" not in refused.value.sentence


@pytest.mark.parametrize(
    ("version", "is_marked", "why"),
    [("1.2.0", True, "is marked as a pre-release"), ("1.2.0rc1", False, "is not marked")],
)
def test_a_mark_that_does_not_fit_the_version_is_refused(
    version: str, *, is_marked: bool, why: str
) -> None:
    """Somebody has to say which of the two is wrong."""
    with pytest.raises(errors.Refused, match=why):
        adopting.check(published(version=Version(version), prerelease=is_marked))
    adopting.check(published(version=Version(version), prerelease=not is_marked))


def test_the_bots_own_drafts_are_not_adopted() -> None:
    """Somebody pressed the button at one: its own release goes on."""
    with pytest.raises(errors.Refused, match="drafted itself"):
        adopting.check(published(text="- Ours.\n\n<!-- releasebot:0123456789ab -->"))


def test_the_plan_is_pinned_to_what_is_there() -> None:
    """Its version is taken everywhere by then, and older than another one: neither matters."""
    made = plan(published(), ("1.2.0",))

    assert (made.version, made.tag, made.previous) == ("1.2.0", "v1.2.0", "1.1.0")
    assert made.adopted == Adopted(number=7, url="u", by="carol")
    assert (made.segments, made.changelog) == (SHORT, None)
    assert made.warnings == ("2.0.0 is tagged elsewhere, so 1.2.0 is no latest release.",)


def test_its_text_becomes_the_notes_and_does_nothing() -> None:
    """Words and layout stay; mentions and closing words are dead."""
    made = plan(published())

    assert made.notes_source == "release"
    assert "@everyone" not in made.notes
    assert made.notes.replace("\u200b", "") == "Hello @everyone, this fixes #1."
    assert "Hello" in made.announcement


def test_without_a_text_the_changes_are_the_notes() -> None:
    """So that nobody reads an empty announcement."""
    made = plan(published(text=" \n"))

    assert (made.notes_source, "a bug" in made.notes.lower()) == ("commits", True)


def test_what_people_approve_is_bound_to_the_release_that_is_there() -> None:
    """Another one of the same tag is another question; a release of ours keeps its digest."""
    made = plan(published())
    other = replace(made, adopted=Adopted(number=8, url="u", by="carol"))

    assert digest.approval_digest(made, "c", ()) != digest.approval_digest(other, "c", ())
    renamed = replace(made, adopted=Adopted(number=7, url="u", by="somebody"))
    assert digest.approval_digest(made, "c", ()) == digest.approval_digest(renamed, "c", ())


def tagged() -> Published:
    """Somebody pushed a tag, and there is nothing else."""
    return adopting.tagged("v1.2.0", Version("1.2.0"), ())


def test_a_tag_alone_is_released_by_us_at_its_commit() -> None:
    """The plan has the stages that publish, and nothing that commits or tags."""
    made = plan(tagged(), ("1.2.0",))

    assert (made.version, made.tag, made.previous) == ("1.2.0", "v1.2.0", "1.1.0")
    assert made.adopted == Adopted()
    assert (made.segments, made.changelog) == (TAGGED, None)
    assert digest.approval_digest(made, "c", ()) != digest.approval_digest(
        replace(made, adopted=None), "c", ()
    )


def test_a_draft_that_somebody_writes_is_in_the_way() -> None:
    """Both would be published; one that the bot left behind is nobody's."""
    ours = "- Ours.\n\n<!-- releasebot:0123456789ab -->"
    with pytest.raises(errors.Refused, match="only somebody's draft"):
        adopting.tagged("v1.2.0", Version("1.2.0"), (ours, "By hand."))
    assert adopting.tagged("v1.2.0rc1", Version("1.2.0rc1"), (ours,)).prerelease


@pytest.mark.parametrize("heading", ["## [1.2.0] - 2026-03-01", "# v1.2.0", "## 1.2 (unreleased)"])
def test_the_changelogs_section_of_a_tagged_version_is_its_notes(heading: str) -> None:
    """It is there already, as it should be; what is left for later is about another version."""
    text = f"# Changelog\n\n## [Unreleased]\n\n- Later.\n\n{heading}\n\n- Now, @everyone.\n"
    if "unreleased" in heading:
        text = text.replace("## [Unreleased]\n\n- Later.\n\n", "")
    made = plan(tagged(), facts=replace(FACTS, files={**FACTS.files, "CHANGELOG.md": text}))

    assert (made.notes_source, made.changelog) == ("changelog", None)
    assert made.notes.replace("\u200b", "") == "- Now, @everyone."
    assert "@everyone" not in made.notes


@pytest.mark.parametrize("text", ["# Changelog\n", "# Changelog\n\n## [Unreleased]\n\n- Later.\n"])
def test_without_a_section_the_changes_are_a_tagged_versions_notes(text: str) -> None:
    """Nothing is asked for in a commit that is what it is."""
    made = plan(tagged(), facts=replace(FACTS, files={**FACTS.files, "CHANGELOG.md": text}))

    assert (made.notes_source, "a bug" in made.notes.lower()) == ("commits", True)
    assert "Later" not in made.notes
