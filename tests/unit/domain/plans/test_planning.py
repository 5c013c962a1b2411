"""Planning: which version follows from which history, and what is refused."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from bot import errors
from bot.domain.notes.changes import Commit
from bot.domain.plans import plan_json, planning
from bot.domain.plans.facts import RepositoryFacts, RepositoryRules
from bot.domain.plans.plan import Plan
from bot.domain.plans.planning import PlanRequest, ProjectRules
from bot.domain.versions import version_files
from tests.fakes.sample_facts import CHANGELOG, PYPROJECT, make_commit, released

CREATED = "2026-02-03T04:05:06Z"
FEATURE = (make_commit("feat: a thing"),)
BREAKING = (make_commit("feat!: all is new"),)


def make(facts: RepositoryFacts, bump: str, *, empty: bool = False, **published: str) -> Plan:
    """The plan of a bump; `published` maps an index to the versions that it lists."""
    listed = {name: tuple(versions.split()) for name, versions in published.items()}
    request = PlanRequest(bump=bump, empty=empty, created=CREATED)
    return planning.make_plan(request, facts, ProjectRules(), listed)


@pytest.mark.parametrize(
    ("tags", "bump", "expected"),
    [
        ("v1.1.0", "patch", "1.1.1"),
        ("v1.1.0", "MINOR", "1.2.0"),
        ("v1.1.0", "major", "2.0.0"),
        ("v1.1.0", "3.0.0", "3.0.0"),
        ("v1.1.0", "1.2.0-beta.2", "1.2.0b2"),
        ("v1.2.0rc1 v1.1.0", "rc", "1.2.0rc2"),
        ("v1.2.0rc2 v1.2.0rc1 v1.1.0", "minor", "1.2.0"),
        ("v1.2.0a1 v1.1.0", "beta", "1.2.0b1"),
        ("v1.2.0b1 v1.1.0", "rc", "1.2.0rc1"),
        ("", "0.1.0", "0.1.0"),
    ],
)
def test_the_version(tags: str, bump: str, expected: str) -> None:
    """A table of histories and what was asked for."""
    assert make(released(*tags.split()), bump).version == expected


def test_a_candidate_after_a_final_leads_where_the_commits_point() -> None:
    """`rc` after 1.1.1 is one of 1.2.0 if there is a feature, else one of 1.1.2."""
    assert make(released("v1.1.1"), "rc").version == "1.1.2rc1"
    assert make(released("v1.1.1", since=FEATURE), "rc").version == "1.2.0rc1"
    assert make(released("v0.3.0", since=BREAKING), "rc").version == "0.4.0rc1"


@pytest.mark.parametrize(
    ("tags", "elsewhere", "bump", "reason", "free"),
    [
        ("v1.1.0", "", "1.1.0", "version_taken", "1.1.1"),
        ("v1.1.0", "", "1.0.0", "version_not_newer", "1.1.1"),
        ("v1.2.0rc1 v1.1.0", "", "alpha", "version_not_newer", "1.2.0rc2"),
        ("v1.1.0", "v1.2.0", "minor", "version_taken", "1.2.1"),
        ("v1.2.0rc1 v1.1.0", "v1.2.0rc2", "rc", "version_taken", "1.2.0rc3"),
    ],
)
def test_refused_versions(tags: str, elsewhere: str, bump: str, reason: str, free: str) -> None:
    """What is taken or not newer is refused with the next free version."""
    with pytest.raises(errors.Refused) as caught:
        make(released(*tags.split(), elsewhere=elsewhere), bump)
    assert caught.value.reason == reason
    assert free in caught.value.next_step


def test_a_version_that_an_index_listed_is_burned() -> None:
    """Yanked or deleted, a version that was once listed is never used again."""
    with pytest.raises(errors.Refused) as caught:
        make(released("v1.1.0"), "minor", pypi="1.2.0 1.2.1 rubbish")
    assert "pypi has listed it before" in caught.value.sentence
    assert "type 1.2.2" in caught.value.next_step


def test_a_maintenance_branch_counts_on_its_own_line() -> None:
    """With 2.0 elsewhere, 1.x goes on from its own last tag and is not the latest."""
    made = make(released("v1.4.2", elsewhere="v2.0.0 v1.5.0"), "patch")
    assert (made.version, made.previous, made.latest) == ("1.4.3", "1.4.2", False)
    assert "2.0.0 is tagged elsewhere, so 1.4.3 is no latest release." in made.warnings


def test_nothing_new_is_refused_unless_it_is_meant() -> None:
    """No commit since the tag is no release, but --empty makes one."""
    facts = released("v1.1.0", since=())
    with pytest.raises(errors.Refused) as caught:
        make(facts, "patch")
    assert caught.value.reason == "nothing_to_release"
    assert make(facts, "patch", empty=True).notes == "- No changes since 1.1.0."


def test_the_merge_by_which_the_last_release_landed_is_nothing_new() -> None:
    """A merge brings what its sides hold, and they are released."""
    title = "Merge pull request #9 from o/release/v1.1.0"
    landed = make_commit(title, "Release v1.1.0", parents="a tagged")
    with pytest.raises(errors.Refused) as caught:
        make(released("v1.1.0", since=(landed,)), "patch")
    assert caught.value.reason == "nothing_to_release"


def test_a_final_after_its_candidate_needs_no_commit() -> None:
    """The last candidate may become the final as it is, with everything since the last final."""
    facts = released("v1.2.0rc1", "v1.1.0", since=FEATURE)
    facts = replace(facts, commits_since={"v1.2.0rc1": (), "v1.1.0": FEATURE})
    made = make(facts, "minor")
    assert made.version == "1.2.0"
    assert "a thing" in made.notes
    with pytest.raises(errors.Refused, match="no commit since v1\\.2\\.0rc1"):
        make(facts, "rc")


def test_without_tags_the_first_version_is_typed() -> None:
    """There is nothing to count from; one sentence says what to do."""
    with pytest.raises(errors.Refused) as caught:
        make(released(), "minor")
    assert caught.value.reason == "no_tags"
    assert make(released(), "0.1.0").notes == "- First release."


@pytest.mark.parametrize(
    ("since", "bump", "warned"),
    [(BREAKING, "minor", True), (FEATURE, "patch", True), (FEATURE, "minor", False)],
)
def test_commits_that_ask_for_more_are_a_warning(
    since: tuple[Commit, ...],
    bump: str,
    warned: bool,  # noqa: FBT001  # a table's column
) -> None:
    """A smaller release than the commits imply goes through, but is said."""
    made = make(released("v1.1.0", since=since), bump)
    assert any("imply" in warning for warning in made.warnings) is warned


def test_curated_notes_win_and_are_harmless() -> None:
    """What people wrote is taken, without a live mention."""
    text = CHANGELOG.replace("A thing", "A thing of @alice")
    facts = released("v1.1.0", since=FEATURE)
    made = make(replace(facts, files={**facts.files, "CHANGELOG.md": text}), "minor")
    assert made.notes_source == "changelog"
    assert made.notes == "### Added\n\n- A thing of @\u200balice"


@pytest.mark.parametrize(
    "line", ["- a `x` by @bob\n", "<!-- ", "[a](", "`" * 50 + " ", "\x00\u202e"]
)
def test_a_huge_changelog_is_cut_in_time(line: str) -> None:
    """Two megabytes, or one endless line, end as notes that GitHub takes, with a hint."""
    facts = released("v1.1.0")
    text = CHANGELOG.replace("- A thing", line * (2_000_000 // len(line)))
    made = make(replace(facts, files={**facts.files, "CHANGELOG.md": text}), "minor")
    assert len(made.notes) <= 125_000
    assert len(made.announcement) <= 125_000
    assert not {"\x00", "\u202e"} & set(made.notes)
    assert "the rest is in CHANGELOG.md." in made.notes


def test_a_final_tells_what_its_candidates_told() -> None:
    """Curated sections of the candidates and what came after them are one section of the final."""
    text = CHANGELOG.replace(
        "## [1.1.0]", "## [1.2.0rc1] - 2026-01-20\n\n### Added\n\n- Early\n\n## [1.1.0]"
    )
    facts = released("v1.2.0rc1", "v1.1.0", since=FEATURE)
    curated = make(replace(facts, files={**facts.files, "CHANGELOG.md": text}), "minor")
    assert curated.notes == "### Added\n\n- Early\n- A thing"
    bare = text.replace("\n### Added\n\n- A thing\n", "")
    made = make(replace(facts, files={**facts.files, "CHANGELOG.md": bare}), "minor")
    assert made.notes.startswith("### Added\n\n- Early\n- a thing")
    assert made.notes_source == "commits"


def test_a_later_candidate_tells_only_what_is_new() -> None:
    """Without a changelog, rc2's notes are since rc1, the final's since the last final."""
    facts = replace(
        released("v1.2.0rc1", "v1.1.0"),
        commits_since={"v1.2.0rc1": (make_commit("fix: late"),), "v1.1.0": FEATURE},
    )
    assert "late" in make(facts, "rc").notes
    assert "a thing" not in make(facts, "rc").notes
    assert "a thing" in make(facts, "minor").notes


@pytest.mark.parametrize("name", ["", "-x", "a/b", "ä"])
def test_a_package_needs_a_name(name: str) -> None:
    """Without a name that a package can have, there is nothing to publish."""
    files = {"pyproject.toml": PYPROJECT.replace('"demo"', f'"{name}"')}
    with pytest.raises(errors.BadRepository) as caught:
        make(replace(released("v1.1.0"), files=files), "minor")
    assert caught.value.reason == "no_package_name"


def test_the_repositorys_rules_are_in_the_plan() -> None:
    """Title, addresses and the tag pattern come from the repository's own file."""
    rules = RepositoryRules(
        display_name="Demo <b>", docs_url="https://docs.example.org", tag="demo-{version}"
    )
    made = make(replace(released("demo-1.1.0"), rules=rules), "minor")
    assert (made.title, made.tag) == ("Demo &lt;b>", "demo-1.2.0")
    assert made.docs_url in made.announcement


def test_a_stale_file_is_a_warning() -> None:
    """A file that states another version than the last one is edited and named."""
    files = {"pyproject.toml": PYPROJECT.replace("1.1.0", "1.0.7")}
    made = make(replace(released("v1.1.0"), files=files), "minor")
    assert "pyproject.toml states 1.0.7 now, not 1.1.0." in made.warnings


def test_a_plan_is_stored_and_read_back() -> None:
    """JSON keeps every field, and a later version's keys do no harm."""
    made = make(released("v1.1.0"), "minor")
    stored = plan_json.plan_to_json(made)
    assert plan_json.plan_from_json({**stored, "new_key": 1}) == made
    with pytest.raises(errors.Failed, match="cannot be read: version"):
        plan_json.plan_from_json({**stored, "version": None})


@given(st.text(max_size=400), st.text(max_size=40))
def test_any_foreign_text_gives_a_plan_or_a_plain_error(text: str, bump: str) -> None:
    """No changelog, commit or bump makes the planner fail in another way than ours."""
    facts = released("v1.1.0", since=(make_commit(text[:60], text, name="x"),))
    facts = replace(facts, files={**facts.files, "CHANGELOG.md": text})
    try:
        made = make(facts, bump)
    except errors.ReleasebotError:
        made = None
    if made is None:
        try:
            made = make(facts, "minor")
        except errors.ReleasebotError:
            return
    assert Version(made.version) > Version("1.1.0")
    contents = {path: version_files.encode(content) for path, content in facts.files.items()}
    assert version_files.render_files(made, contents)
