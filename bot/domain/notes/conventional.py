"""Conventional commits: what a subject and a footer say, read strictly."""

import re

_CONVENTIONAL = re.compile(
    r"(?P<kind>[A-Za-z]{2,20})(?:\((?P<scope>[^()]{1,60})\))?(?P<breaking>!)?:\s+(?P<text>\S.*)"
)
_FOOTER = re.compile(r"(?:[A-Za-z][A-Za-z-]*|BREAKING[ -]CHANGE)(?:: | #)\S")
_BREAKING_FOOTER = re.compile(r"BREAKING[ -]CHANGE: \S")

ALIASES = {"feature": "feat", "bugfix": "fix", "bug": "fix", "doc": "docs", "performance": "perf"}
KINDS = frozenset(
    {
        *("feat", "fix", "perf", "refactor", "revert", "docs", "security", "deprecate", "remove"),
        *("build", "chore", "ci", "style", "test", "release"),
    }
)


def read_subject(subject: str) -> tuple[str, str, str, bool]:
    """Kind, scope, text and breaking mark; an unknown kind is no kind, as in "Note: ..."."""
    text = " ".join(subject.split())
    match = _CONVENTIONAL.fullmatch(text)
    kind = match["kind"].lower() if match else ""
    kind = ALIASES.get(kind, kind)
    if match is None or kind not in KINDS:
        return "other", "", text, False
    return kind, match["scope"] or "", match["text"], bool(match["breaking"])


def has_breaking_footer(body: str) -> bool:
    """Whether the body ends with a BREAKING CHANGE footer; a mention in the text is none."""
    paragraphs = [part for part in re.split(r"\n\s*\n", body.replace("\r\n", "\n").strip()) if part]
    while paragraphs and _FOOTER.match(paragraphs[-1]):
        if any(_BREAKING_FOOTER.match(line) for line in paragraphs.pop().splitlines()):
            return True
    return False
