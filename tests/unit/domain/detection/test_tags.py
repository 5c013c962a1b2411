"""Tags: the pattern that a repository's tags follow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.detection import tags


@pytest.mark.parametrize(
    ("names", "pattern", "last"),
    [
        (("v1.0.0", "v1.2.0", "v1.10.0rc1"), "v{version}", "1.10.0rc1"),
        (("1.0", "2.0"), "{version}", "2.0"),
        (("release-1.0", "latest"), "release-{version}", "1.0"),
        (("sample/v1.0", "other/v3.0", "other/v4.0"), "sample/v{version}", "1.0"),
        (("v1.0", "v2.0", "3.0"), "v{version}", "2.0"),
        (("py3-1.0.0",), "py3-{version}", "1.0.0"),
        (("nightly", "demo-x", "-v1.0"), "", None),
        ((), "", None),
    ],
)
def test_the_usual_pattern(names: tuple[str, ...], pattern: str, last: str | None) -> None:
    """That of most tags, or of those that bear the package's name."""
    found = tags.tag_pattern(names, "sample")
    version = tags.last_version(names, found)

    assert (found, str(version) if version else None) == (pattern, last)


@given(st.lists(st.text(max_size=20)))
def test_any_tag_can_be_looked_at(names: list[str]) -> None:
    """Tags are foreign text."""
    assert tags.tag_pattern(names, "sample").endswith("{version}") == bool(tags.prefixes(names))
