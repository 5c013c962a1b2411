"""Versions: reading, spelling and counting, as tables of cases and as properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from bot import errors
from bot.domain.versions import version
from bot.domain.versions.version import Level, PreRelease

numbers = st.integers(min_value=0, max_value=10**6)
finals = st.builds(lambda *parts: Version(".".join(map(str, parts))), numbers, numbers, numbers)
pre_releases = st.builds(
    lambda final, letters, count: final.__replace__(pre=(letters, count)),
    finals,
    st.sampled_from(["a", "b", "rc"]),
    numbers,
)
versions = finals | pre_releases


@pytest.mark.parametrize(
    ("current", "level", "expected"),
    [
        ("1.1.0", "patch", "1.1.1"),
        ("1.1.0", "minor", "1.2.0"),
        ("1.1.0", "major", "2.0.0"),
        ("1.2.0rc2", "patch", "1.2.0"),
        ("1.2.0rc2", "minor", "1.2.0"),
        ("1.2.0rc2", "major", "2.0.0"),
        ("1.2.1rc1", "minor", "1.3.0"),
        ("2.0.0a1", "major", "2.0.0"),
        ("1.2.0.dev3", "patch", "1.2.0"),
        ("1.2.0.post1", "patch", "1.2.1"),
        ("2026.1", "patch", "2026.1.1"),
        ("1.2.3.4", "minor", "1.3.0.0"),
        ("1!1.0.0", "minor", "1!1.1.0"),
    ],
)
def test_next_level(current: str, level: Level, expected: str) -> None:
    """A pre-release that leads to the asked level becomes its final; else the level is raised."""
    assert str(version.next_level(Version(current), level)) == expected


@pytest.mark.parametrize(
    ("current", "word", "implied", "expected"),
    [
        ("1.1.1", "rc", "minor", "1.2.0rc1"),
        ("1.1.1", "rc", "patch", "1.1.2rc1"),
        ("1.1.1", "alpha", "major", "2.0.0a1"),
        ("1.2.0rc1", "rc", "patch", "1.2.0rc2"),
        ("1.2.0a3", "alpha", "minor", "1.2.0a4"),
        ("1.2.0a3", "beta", "minor", "1.2.0b1"),
        ("1.2.0b2", "rc", "minor", "1.2.0rc1"),
        ("1.2.0rc2.dev3", "rc", "minor", "1.2.0rc2"),
        ("1.2.0.dev3", "rc", "minor", "1.2.0rc1"),
    ],
)
def test_next_pre_release(current: str, word: PreRelease, implied: Level, expected: str) -> None:
    """A pre-release counts on; after a final, the commits say which level it leads to."""
    assert str(version.next_pre_release(Version(current), word, implied)) == expected


@pytest.mark.parametrize(
    ("typed", "expected"), [("1.2.0", "1.2.0"), ("1.0.0-rc.1", "1.0.0rc1"), ("2026.1", "2026.1")]
)
def test_accepted_spellings(typed: str, expected: str) -> None:
    """The canonical form and semver's pre-releases are taken as they are."""
    assert str(version.parse_version(typed)) == expected


@pytest.mark.parametrize(
    ("older", "newer", "level"),
    [("1.1.0", "1.2.0rc1", "minor"), ("1.1", "2.0.0", "major"), ("1.1.0", "1.1.1", "patch")],
)
def test_level_between(older: str, newer: str, level: Level) -> None:
    """The first number that differs names the level."""
    assert version.level_between(Version(older), Version(newer)) == level


@pytest.mark.parametrize(
    ("pep440", "semver"),
    [
        ("1.2.0rc1", "1.2.0-rc.1"),
        ("1.2", "1.2.0"),
        ("1.2.0.post1", "1.2.0.post1"),
        ("1.2.0.dev1", "1.2.0.dev1"),
        ("1.2.3.4", "1.2.3.4"),
        ("1!1.2.0", "1!1.2.0"),
    ],
)
def test_semver_spelling(pep440: str, semver: str) -> None:
    """Where semver has no word for it, the canonical form stands."""
    assert version.to_semver(Version(pep440)) == semver


@given(versions, st.sampled_from(version.LEVELS))
def test_next_level_is_always_higher(current: Version, level: Level) -> None:
    """Whatever is released, the next one sorts above it."""
    assert version.next_level(current, level) > current


@given(finals, st.sampled_from(version.PRE_RELEASES), st.sampled_from(version.LEVELS))
def test_first_pre_release_lies_between(final: Version, word: PreRelease, level: Level) -> None:
    """The first pre-release sorts above the last final and below the one that it leads to."""
    chosen = version.next_pre_release(final, word, level)
    assert final < chosen < version.next_level(chosen, "patch")


@given(pre_releases)
def test_an_rc_after_a_pre_release_is_higher(current: Version) -> None:
    """Nothing but a final comes after a release candidate."""
    assert version.next_pre_release(current, "rc", "patch") > current


@given(versions)
def test_semver_is_read_back(chosen: Version) -> None:
    """Both spellings name the same version."""
    assert version.parse_version(version.to_semver(chosen)) == chosen


@given(st.text() | st.from_regex(r"[0-9A-Za-z.!+_-]{1,90}", fullmatch=True))
def test_any_text_is_a_version_or_a_plain_refusal(text: str) -> None:
    """Nothing but our own error comes out, and what is taken is canonical."""
    try:
        chosen = version.parse_version(text)
        spellings = {str(chosen), version.to_semver(chosen)}
    except errors.BadVersion as error:
        spellings = {text} if error.sentence and error.next_step else set()
    assert text in spellings
