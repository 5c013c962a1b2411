"""Tokens: what a secret's own text tells, namely who issued it and how much it may do.

PyPI's tokens are macaroons: anybody can read in them where they are valid and what restricts them.
"""

import base64
import binascii
import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot import errors
from bot.settings.positions import Where

ADVICE = (
    "Take it out, make a new one where it was issued, put that into a file that only the bot's "
    'user can read, and write { file = "…" } in place of it.'
)
_FORMS = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY"),
    "a token of PyPI": re.compile(r"\bpypi-AgE[A-Za-z0-9_-]{16,}"),
    "a token of GitHub": re.compile(r"\b(?:gh[oprsu]_|github_pat_)[A-Za-z0-9_]{16,}"),
    "a token of GitLab": re.compile(r"\bglpat-[A-Za-z0-9_-]{16,}"),
    "a token of Slack": re.compile(r"\bx(?:ox[a-z]|app)-[A-Za-z0-9-]{10,}"),
    "a token of Docker": re.compile(r"\bdckr_(?:pat|oat)_[A-Za-z0-9_-]{16,}"),
    "a token of Discord": re.compile(r"\b[MNO][A-Za-z0-9]{22,27}\.[\w-]{6}\.[\w-]{27,}"),
    "a webhook's address": re.compile(
        r"hooks\.slack\.com/services/T|discord\.com/api/webhooks/[0-9]"
    ),
}
_PYPI_PREFIX = "pypi-"
_LOCATION, _IDENTIFIER = 1, 2  # fields of a macaroon of format 2
_PROJECT_CAVEATS = (1, 2)  # "these names", "these ids"
_USER_CAVEAT = 3


@dataclass(frozen=True, slots=True)
class PyPIToken:
    """What a token of PyPI says of itself: the host that it is for, and what restricts it."""

    host: str
    caveats: tuple[object, ...]

    @property
    def is_account_wide(self) -> bool:
        """Whether it may publish everything that its owner may."""
        return any(map(_is_of_user, self.caveats)) and not any(map(_is_of_project, self.caveats))


def written_secrets(given: object, where: Where = ()) -> Iterator[tuple[Where, str]]:
    """The places in a parsed file where a secret itself is written, and whose kind it is."""
    if isinstance(given, dict):
        for key, value in given.items():
            yield from written_secrets(value, (*where, key))
    elif isinstance(given, list):
        for number, value in enumerate(given):
            yield from written_secrets(value, (*where, number))
    elif isinstance(given, str) and (kind := kind_of(given)):
        yield where, kind


def kind_of(text: str) -> str | None:
    """What kind of secret the text holds, for people; None for none that is known."""
    return next((kind for kind, form in _FORMS.items() if form.search(text)), None)


def check_github_token(token: str, place: str) -> None:
    """Refuse what is plainly somebody else's token; `place` says where it is stored."""
    if (kind := kind_of(token)) not in (None, "a token of GitHub"):
        raise _wrong_token(f"{place} holds {kind}, not one of GitHub.")


def check_index_token(token: str, place: str, host: str, *, is_public: bool) -> None:
    """Refuse what the index on `host` would not take, and what could do more than it should.

    `is_public`: the index is PyPI or TestPyPI, whose tokens have a known form.
    """
    kind = kind_of(token)
    if kind not in (None, "a token of PyPI"):
        raise _wrong_token(f"{place} holds {kind}, not one of {host}.")
    if is_public and not token.startswith(_PYPI_PREFIX):
        raise _wrong_token(f"What {place} holds does not begin with {_PYPI_PREFIX}.")
    known = read_pypi_token(token)
    if known and known.host != host:
        raise _wrong_token(f"{place} holds a token for {known.host}, not for {host}.")
    if known and known.is_account_wide:
        raise errors.BadConfiguration(
            f"The token in {place} may publish every project of its owner.",
            "Make one whose scope is this project alone. A project that is not there yet needs its "
            "first release by hand, or a trusted publisher.",
        )


def read_pypi_token(token: str) -> PyPIToken | None:
    """The token, read; None for what is no macaroon of PyPI's kind."""
    try:
        text = token.removeprefix(_PYPI_PREFIX).rstrip("=")
        content = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        if not token.startswith(_PYPI_PREFIX) or content[0] != 2:  # noqa: PLR2004  # the format
            return None
        sections = list(_sections(content[1:]))
        caveats = tuple(json.loads(section[_IDENTIFIER]) for section in sections[1:])
        return PyPIToken(host=sections[0][_LOCATION].decode(), caveats=caveats)
    except (binascii.Error, IndexError, KeyError, ValueError):
        return None


def _sections(content: bytes) -> Iterator[dict[int, bytes]]:
    """The token itself, then each caveat, as values by the number of the field."""
    position = 0
    section: dict[int, bytes] = {}
    while True:
        field, position = _number(content, position)
        if field == 0:
            if not section:
                return
            yield section
            section = {}
            continue
        length, position = _number(content, position)
        section[field] = content[position : position + length]
        position += length


def _number(content: bytes, position: int) -> tuple[int, int]:
    """A number of seven bits a byte, low ones first, and where the next one begins."""
    value = 0
    for shift in itertools.count(step=7):
        byte = content[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:  # noqa: PLR2004  # the last byte lacks the high bit
            break
    return value, position


def _is_of_project(caveat: object) -> bool:
    match caveat:
        case [kind, *_]:
            return kind in _PROJECT_CAVEATS
        case {"permissions": {"projects": _}} | {"project_ids": _}:
            return True
    return False


def _is_of_user(caveat: object) -> bool:
    match caveat:
        case [kind, *_]:
            return kind == _USER_CAVEAT
        case {"permissions": "user"}:
            return True
    return False


def _wrong_token(sentence: str) -> errors.BadConfiguration:
    return errors.BadConfiguration(
        sentence, "Store the token that was made for this place there, alone on one line."
    )
