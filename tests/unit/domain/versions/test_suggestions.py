"""Suggestions: the configuration line that would cover each further file."""

from packaging.version import Version

from bot.domain.versions.suggestions import make_suggestions

CURRENT = Version("1.1.0")


def test_one_line_is_anchored_and_several_are_everywhere() -> None:
    """A single line is named exactly; a file that says it often is covered as a whole."""
    mentions = {
        "docs/conf.py": ('release = "1.1.0"',),
        "docs/it's.md": ("use 1.1.0", "not 1.0.0 but 1.1.0"),
    }
    assert make_suggestions(mentions, CURRENT, ()) == (
        (
            "docs/conf.py states 1.1.0 as well; to cover it: [version] "
            """anchored = [{ path = "docs/conf.py", line = 'release = "{version}"' }]"""
        ),
        "docs/it's.md states 1.1.0 as well; to cover it: [version] everywhere = [\"docs/it's.md\"]",
    )


def test_what_is_not_ours_to_suggest() -> None:
    """Covered files, changelogs, lock files and other versions are no suggestion."""
    mentions = {
        "pyproject.toml": ('version = "1.1.0"',),
        "CHANGELOG.rst": ("1.1.0",),
        "poetry.lock": ('version = "1.1.0"',),
        "requirements-dev.txt": ("other==1.1.0",),
        "a.py": ("1.1.0.dev1 and 21.1.0",),
        "b.py": (".. versionadded:: 1.1.0", "Since 1.1.0 it is"),
    }
    assert make_suggestions(mentions, CURRENT, {"pyproject.toml"}) == ()


def test_the_list_is_short() -> None:
    """More than a person would read is only counted."""
    made = make_suggestions({f"f{n}": ("1.1.0",) for n in range(15)}, CURRENT, ())
    assert len(made) == 11
    assert made[-1] == "5 more files state 1.1.0 as well."
