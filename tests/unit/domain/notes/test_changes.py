"""Changes: what commits and pull requests say, and which of them speak for themselves."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.notes import changes, conventional, history
from bot.domain.notes.changes import Commit, PullRequest
from bot.domain.versions.version import Level
from tests.fakes.sample_facts import make_commit, make_sha


def make_request(
    number: int, title: str = "A title", *labels: str, merge: str = "", author: str = "bob"
) -> PullRequest:
    """A merged pull request of bob's."""
    return PullRequest(
        number=number, title=title, author=author, labels=labels, merge_commit=make_sha(merge)
    )


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("feat: a", ("feat", "", "a", False)),
        ("Feature(api)!: a", ("feat", "api", "a", True)),
        ("fix(a b):  two   spaces", ("fix", "a b", "two spaces", False)),
        ("Note: not a kind", ("other", "", "Note: not a kind", False)),
        ("https://example.org", ("other", "", "https://example.org", False)),
        ("fix:missing space", ("other", "", "fix:missing space", False)),
    ],
)
def test_subjects(subject: str, expected: tuple[str, str, str, bool]) -> None:
    """Kind, scope, text and breaking mark; an unknown kind is none."""
    assert conventional.read_subject(subject) == expected


@pytest.mark.parametrize(
    ("body", "is_breaking"),
    [
        ("BREAKING CHANGE: gone", True),
        ("Text.\n\nBREAKING-CHANGE: gone\nand more\nReviewed-by: carol", True),
        ("Text.\r\n\r\nBREAKING CHANGE: gone\r\n\r\nSigned-off-by: dave", True),
        ("The bot looks for\nBREAKING CHANGE: in bodies", False),
        ("We say BREAKING CHANGE: seldom", False),
        ("BREAKING CHANGE: said early\n\nThen text follows.", False),
        ("breaking change: gone", False),
        ("", False),
    ],
)
def test_breaking_footers(body: str, is_breaking: bool) -> None:  # noqa: FBT001  # a table's column
    """Only a footer at the end makes a change breaking; a mention in the text does not."""
    assert conventional.has_breaking_footer(body) is is_breaking


def test_a_merged_pull_request_is_one_line() -> None:
    """Its title speaks for the commits that it brought."""
    commits = (
        make_commit(
            "Merge pull request #7 from bob/topic", "feat(api): it", name="m", parents="a s2"
        ),
        make_commit("wip", name="s2", parents="s1"),
        make_commit("more wip", name="s1", parents="a"),
    )
    made = history.make_changes(commits, ())
    assert [(c.kind, c.scope, c.text, c.pull_request) for c in made] == [("feat", "api", "it", 7)]
    assert made[0].authors == ("alice",)


def test_commits_speak_where_the_title_says_no_kind() -> None:
    """A pull request without a conventional title is told by its conventional commits."""
    commits = (
        make_commit("Merge pull request #7 from x/y", "Some work", name="m", parents="a s"),
        make_commit("fix: this", name="s", parents="a"),
    )
    made = history.make_changes(commits, [make_request(7, "Some work", merge="m")])
    assert [(c.kind, c.text, c.pull_request, c.authors) for c in made] == [
        ("fix", "this", 7, ("bob",))
    ]


def test_a_breaking_commit_makes_its_pull_request_breaking() -> None:
    """The mark is not lost behind a harmless title."""
    commits = (
        make_commit("Merge pull request #7 from x/y", "feat: it", name="m", parents="a s"),
        make_commit("fix!: break", name="s", parents="a"),
    )
    assert history.make_changes(commits, ())[0].breaking


@pytest.mark.parametrize(
    ("labels", "kind", "breaking"),
    [
        (("enhancement",), "feat", False),
        (("type: bug", "breaking-change"), "fix", True),
        (("good first issue",), "other", False),
    ],
)
def test_labels_of_the_code_host(labels: tuple[str, ...], kind: str, breaking: bool) -> None:  # noqa: FBT001  # a table's column
    """A label says the kind where the title does not."""
    commits = (make_commit("Some work (#8)"),)
    made = history.make_changes(commits, [make_request(8, "Some work", *labels)])
    assert [(c.kind, c.breaking, c.text) for c in made] == [(kind, breaking, "Some work")]


def test_a_label_keeps_a_pull_request_out() -> None:
    """`skip-changelog` is obeyed, for squashed and for merged ones."""
    commits = (
        make_commit("Merge pull request #7 from x/y", "feat: it", name="m", parents="q s"),
        make_commit("feat: inside", name="s", parents="q"),
        make_commit("feat: squashed (#8)", name="q", parents="a"),
    )
    known = [make_request(7, "feat: it", "skip-changelog"), make_request(8, "", "no-changelog")]
    assert history.make_changes(commits, known) == ()


def test_a_merge_of_branches_only_joins_them() -> None:
    """Pull requests behind an ordinary merge are found; the merge itself is no line."""
    commits = (
        make_commit("Merge branch 'develop'", name="m", parents="a d"),
        make_commit("Merge pull request #7 from x/y", "feat: it", name="d", parents="a s"),
        make_commit("wip", name="s", parents="a"),
        make_commit("fix: direct", name="a", parents="root"),
    )
    made = history.make_changes(commits, ())
    assert [change.text for change in made] == ["it", "direct"]


def test_a_pull_request_by_which_a_release_landed_is_no_change() -> None:
    """Its commit has the tag, so the merge brings nothing that was not released."""
    commits = (
        make_commit("Merge pull request #9 from o/release/v1.2.0", "Release v1.2.0", name="m"),
        make_commit("fix: late", name="l", parents="a"),
    )
    landed = replace(commits[0], parents=(make_sha("l"), make_sha("tagged")))
    made = history.make_changes((landed, commits[1]), ())
    assert [change.text for change in made] == ["late"]


def test_what_was_reverted_again_is_left_out() -> None:
    """A change and its revert cancel each other; a revert of a revert brings it back."""
    first = make_commit("feat: a", name="1", parents="0")
    undone = make_commit('Revert "feat: a"', f"This reverts commit {make_sha('1')}.", name="2")
    undone = replace(undone, parents=(make_sha("1"),))
    again = make_commit("Reapply", f"This reverts commit {make_sha('2')}.", name="3", parents="2")
    assert history.make_changes((undone, first), ()) == ()
    assert [c.text for c in history.make_changes((again, undone, first), ())] == ["a"]


def test_contributors_are_people() -> None:
    """Logins before names, co-authors too, each once, no bots."""
    body = "Co-authored-by: carol <c@example.org>\nCo-authored-by: renovate[bot] <r@example.org>"
    commits = (
        make_commit("fix: a (#3)", body, name="2", parents="1"),
        make_commit("fix: b", name="1"),
    )
    made = history.make_changes(commits, [make_request(3)])
    assert changes.contributors(made) == ("alice", "bob", "carol")


@pytest.mark.parametrize(
    ("subjects", "stable", "level"),
    [
        (("fix: a",), True, "patch"),
        (("fix: a", "feat: b"), True, "minor"),
        (("fix!: a",), True, "major"),
        (("fix!: a",), False, "minor"),
        ((), True, "patch"),
    ],
)
def test_implied_level(subjects: tuple[str, ...], stable: bool, level: Level) -> None:  # noqa: FBT001  # a table's column
    """The smallest release that the changes ask for; before 1.0 breaking is minor."""
    made = [changes.change_of_commit(make_commit(subject), None) for subject in subjects]
    assert changes.implied_level(made, stable=stable) == level


def test_a_rebased_pull_request_is_known_by_its_last_commit() -> None:
    """Where no commit names it, the code host's merge commit does."""
    commits = (make_commit("feat: a", name="x"),)
    assert history.make_changes(commits, [make_request(9, merge="x")])[0].pull_request == 9


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=60)), max_size=6))
def test_any_history_can_be_told(messages: list[tuple[str, str]]) -> None:
    """No message makes the reader fail, and a linear history tells each commit at most once."""
    commits: list[Commit] = []
    for number, (subject, body) in enumerate(messages):
        parents = str(number + 1)
        commits.append(make_commit(subject, body, name=str(number), parents=parents))
    made = history.make_changes(commits, ())
    assert len({change.commit for change in made}) == len(made) <= len(commits)
