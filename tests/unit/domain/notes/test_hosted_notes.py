"""What is taken of the notes that the code host writes itself."""

import pytest

from bot.domain.notes import hosted_notes

HOME = "https://github.com/acme/greeter"
WHOLE = f"**Full Changelog**: {HOME}/compare/v1.0.0...v1.1.0"
FIRST = f"* @octocat made their first contribution in {HOME}/pull/5"
GENERATED = f"""## What's Changed
* A by @bob in {HOME}/pull/4

## New Contributors
{FIRST}
* @renovate[bot] made their first contribution in {HOME}/pull/6\r


{WHOLE}"""
OURS = f"""### New contributors

- octocat in [#5]({HOME}/pull/5)
- renovate[bot] in [#6]({HOME}/pull/6)

[Full changelog]({HOME}/compare/v1.0.0...v1.1.0)"""
TEXTS = {
    "everything": (GENERATED, OURS),
    "only the whole": (WHOLE, f"[Full changelog]({HOME}/compare/v1.0.0...v1.1.0)"),
    "the first release": (
        f"**Full Changelog**: {HOME}/commits/v1.0.0",
        f"[Full changelog]({HOME}/commits/v1.0.0)",
    ),
    "another repository": (
        FIRST.replace("acme", "evil") + "\n" + WHOLE.replace("acme", "evil"),
        "",
    ),
    "another page": (f"**Full Changelog**: {HOME}/settings", ""),
    "another scheme": ("**Full Changelog**: javascript:alert(1)", ""),
    "a strange login": (FIRST.replace("octocat", "everyone](x"), ""),
    "two numbers": (FIRST.replace("/pull/5", "/pull/4/pull/5"), ""),
    "within a line": (f"see {WHOLE}", ""),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("generated", "expected"), TEXTS.values(), ids=TEXTS)
def test_only_lines_of_a_known_form_are_taken(generated: str, expected: str) -> None:
    """With addresses of the repository itself; nothing else of that text is published."""
    assert hosted_notes.addition(generated, HOME) == expected


def test_a_flood_of_contributors_is_cut() -> None:
    """A release has room for some."""
    lines = [f"* @user{n} made their first contribution in {HOME}/pull/{n}" for n in range(1, 200)]
    text = hosted_notes.addition("\n".join(lines), HOME)

    assert text.count("\n- ") + 1 == hosted_notes.MOST_CONTRIBUTORS + 1
