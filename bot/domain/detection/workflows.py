"""Workflows: which of a repository's own would publish when the bot makes its tag or release."""

import re

_PUBLISHES = re.compile(
    r"pypa/gh-action-pypi-publish|softprops/action-gh-release|ncipollo/release-action"
    r"|\btwine\s+upload\b|\bgh\s+release\s+create\b"
    r"|\b(?:uv|poetry|flit|hatch|pdm|maturin)\s+(?:publish|upload)\b"
)
_COMMENT = re.compile(r"(?m)^\s*#.*$|\s#\s.*$")
_TAGS = re.compile(r"(?m)(?:^\s+|[{,]\s*)tags\s*:")
_RELEASE = re.compile(r"(?m)^\s+(?:release|create)\s*:|^on\s*:.*\b(?:release|create)\b")
_BARE_PUSH = re.compile(  # one that names neither branches nor tags is started by both
    r"(?m)^on\s*:\s*(?:push\s*$|\[[^\]\n]*\bpush\b|\{[^\n]*\bpush\s*:\s*(?:\{\s*\}|null|~)?\s*[,}])"
    r"|^\s+-\s+push\s*$|^(?P<indent>[ ]+)push\s*:[ ]*$(?!\n+(?P=indent)[ ]+\S)"
)


def published_by(text: str) -> str:
    """What would make this workflow publish, in words; "" where nothing of ours would."""
    plain = _COMMENT.sub("", text)
    if not _PUBLISHES.search(plain):
        return ""
    if _TAGS.search(plain) or _BARE_PUSH.search(plain):
        return "a pushed tag"
    return "a published release" if _RELEASE.search(plain) else ""
