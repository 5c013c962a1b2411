"""Git's objects: what is written is read back, and odd input stays data."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rehearsal.github.git import commit_object
from bot.rehearsal.github.git.commit_object import Signature

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="<>\n\0"), max_size=20)
MOMENTS = st.datetimes(min_value=datetime(1970, 1, 2), timezones=st.timezones())  # noqa: DTZ001  # the strategy adds the zone
SHA = "a" * 40


@given(name=NAMES, email=NAMES, when=MOMENTS, message=st.text())
def test_a_commit_is_read_back(name: str, email: str, when: object, message: str) -> None:
    """The moment, the people's names without edges of blanks, and the message."""
    signature = Signature(name, email, str(when))
    text = message.encode("utf-8", "replace").decode()

    raw = commit_object.write_commit(SHA, [SHA, SHA], signature, signature, text)
    commit = commit_object.parse_commit(SHA, raw)

    assert (commit.tree, commit.parents) == (SHA, (SHA, SHA))
    assert commit.message == text.removesuffix("\n")
    assert commit.author == commit.committer
    assert commit.author.to_json()["date"] == signature.to_json()["date"]


@pytest.mark.parametrize(
    "date", ["yesterday", "2026-01-01", "2026-01-01T00:00:00", "1969-12-31T00:00:00Z"]
)
def test_a_date_needs_a_zone(date: str) -> None:
    """A date that is none, or that is a different moment elsewhere, is refused."""
    with pytest.raises(ValueError, match=date):
        Signature("Alice", "alice@example.org", date).line()


def test_names_cannot_forge_lines() -> None:
    """A line end or angle bracket in a name would add headers to the commit."""
    forged = Signature("A\nparent b", "x>\nauthor y<", "2026-01-01T00:00:00+02:00")

    assert forged.line() == "Aparent b <xauthor y> 1767218400 +0200"


def test_a_tag_is_read_back() -> None:
    """An annotated tag keeps its target and its message."""
    tagger = Signature("Alice", "alice@example.org", "2026-01-01T00:00:00+00:00")

    raw = commit_object.write_tag(SHA, "commit", "v1.0.0", tagger, "Release 1.0.0")
    tag = commit_object.parse_tag("b" * 40, raw)

    assert (tag.object, tag.kind, tag.tag) == (SHA, "commit", "v1.0.0")
    assert (tag.tagger, tag.message) == (tagger, "Release 1.0.0")
