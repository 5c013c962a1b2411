"""References: the branch grammar, full commit ids, and versions in tag names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from bot import errors
from bot.domain.versions import references

BRANCHES = ["main", "1.x", "release/v1.2.0", "feature/a_b-c.d", "a" * 201]


@pytest.mark.parametrize("name", BRANCHES)
def test_usual_branches_are_taken(name: str) -> None:
    """What projects call their branches is accepted as it is."""
    assert references.parse_branch(name) == name


@given(st.text() | st.from_regex(r"[A-Za-z0-9./_-]{1,30}", fullmatch=True))
def test_any_text_is_a_branch_or_a_plain_refusal(text: str) -> None:
    """Nothing but our own error comes out, and no accepted name can be an option."""
    try:
        answer = references.parse_branch(text)
    except errors.BadReference as error:
        answer = error.next_step
    assert answer
    assert not answer.startswith("-")


@pytest.mark.parametrize("text", ["abc123", "A" * 40, "-" * 40, "HEAD", "0" * 41])
def test_only_full_commit_ids(text: str) -> None:
    """Short and odd ids are refused."""
    with pytest.raises(errors.BadReference):
        references.parse_commit(text)


@pytest.mark.parametrize(
    ("name", "pattern", "expected"),
    [
        ("v1.2.0", "", "1.2.0"),
        ("1.2.0", "", "1.2.0"),
        ("release/1.2.0", "", "1.2.0"),
        ("v1.2.0-rc.1", "", "1.2.0rc1"),
        ("nightly", "", None),
        ("v1.2.0/x", "", None),
        ("demo-1.2.0", "demo-{version}", "1.2.0"),
        ("v1.2.0", "demo-{version}", None),
        ("v1.2.0", "{version}", None),
        ("v" + "9" * 5000, "", None),
    ],
)
def test_tag_version(name: str, pattern: str, expected: str | None) -> None:
    """A tag names a version by the configured pattern, else by the usual prefixes."""
    found = references.tag_version(name, pattern)
    assert found == (Version(expected) if expected else None)


@pytest.mark.parametrize(
    ("previous", "pattern", "expected"),
    [
        (None, "", "v1.2.0"),
        ("1.1.0", "", "1.2.0"),
        ("release/1.1.0", "", "release/1.2.0"),
        ("1.1.0", "v{version}", "v1.2.0"),
    ],
)
def test_next_tag(previous: str | None, pattern: str, expected: str) -> None:
    """The next tag is written as configured, else like the previous one."""
    assert references.next_tag(Version("1.2.0"), previous, pattern) == expected
