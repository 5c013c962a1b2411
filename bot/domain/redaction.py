"""Redaction: secrets are taken out of text, known ones in every form and others by their looks."""

import base64
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus

REDACTED = "[redacted]"
SHORTEST = 8  # a shorter value would be found in words that have nothing to do with it

_TOKENS = (
    re.compile(
        r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL
    ),
    re.compile(r"\bpypi-[A-Za-z0-9_-]{16,}"),
    re.compile(r"\bgh[oprsu]_[\w-]{6,}(?:\.[\w-]+){2}"),  # one with a signed statement in it
    re.compile(r"\b(?:gh[oprsu]_|github_pat_|glpat-|xox[a-z]-|xapp-|npm_|dckr_pat_)[\w-]{10,}"),
    re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    re.compile(r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*"),
    re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]+(?=@)"),
    re.compile(r"(?i)(?<=bearer )[\w.~+/-]{8,}=*"),
    re.compile(r"(?i:(?<=basic ))(?=[a-z]*[A-Z0-9+/=])[\w+/-]{8,}=*"),
    re.compile(r"(?<=[?&]key=)[^&\s#\"']{6,}"),
    re.compile(
        r"(?i)(?P<name>(?:token|passwo?r?d|secret|api[_-]?key|credential)s?\b[\"']?\s*[=:]\s*)"
        r"(?P<value>[\"']?[^\s\"',;]{6,})"
    ),
)


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without these secrets in any form in which they travel, and without tokens."""
    forms = {form for secret in secrets for form in _forms(secret)}
    for form in sorted(forms, key=len, reverse=True):
        text = text.replace(form, REDACTED)
    for token in _TOKENS:
        text = token.sub(_redacted, text)
    return text


def _forms(secret: str) -> Iterator[str]:
    """The secret as it is, in addresses, in a `repr`, and in base64 at any place of a longer text.

    Base64 writes three bytes as four letters, so what is inside depends on where it begins; the
    letters at both ends also depend on what stands beside it and are left out.
    """
    if len(secret) < SHORTEST:
        return
    yield from {secret, quote(secret, safe=""), quote_plus(secret), repr(secret)[1:-1]}
    for before in range(3):
        content = bytes(before) + secret.encode()
        start = (before * 8 + 5) // 6
        end = len(content) * 8 // 6
        yield base64.b64encode(content).decode()[start:end]
        yield base64.urlsafe_b64encode(content).decode()[start:end]


def _redacted(found: re.Match[str]) -> str:
    return found.groupdict().get("name", "") + REDACTED
