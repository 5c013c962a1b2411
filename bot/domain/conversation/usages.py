"""Usages: matching what was typed after a verb with the verb's usage."""

import re
from collections.abc import Callable, Mapping

from bot import errors
from bot.domain import foreign_text
from bot.domain.conversation.typed_words import TypedWords, Word
from bot.domain.conversation.verb import Verb
from bot.domain.versions import references, version

Values = dict[str, object]

_PART = re.compile(r"\[[^\]]+\]|\S+")
_RELEASE_ID = re.compile(r"(?=.*[0-9])[0-9a-f]{6,12}")  # the beginning of one is enough
_TAG = re.compile(r"v(?=[0-9])")


class Mismatch(errors.BadInput):
    """The words do not fit a usage; `position` is how many of them did."""

    def __init__(self, verb: Verb, sentence: str, position: int) -> None:
        """Say what is wrong and how the verb is used."""
        super().__init__(
            sentence, f"Nothing was done. Type {verb.line()}, for example: {verb.example}."
        )
        self.position = position


def match(verb: Verb, words: TypedWords) -> Values:
    """What the capitals of the usage stand for. Raises `Mismatch`."""
    values: Values = {}
    for part in _PART.findall(verb.usage):
        _match_part(verb, part, words, values)
    if words.peek():
        rest = foreign_text.printable(words.rest())
        raise Mismatch(verb, f"“{rest}” was not expected after {verb.name}.", words.taken)
    return values


def bump(word: Word) -> str | None:
    """The kind of release or the version that a word asks for. Raises `BadVersion` for a bad one.

    A version is judged as it was typed: digits of another script are no version.
    """
    if word.plain in version.BUMPS:
        return word.plain
    if not word.text[:1].isdigit() and not _TAG.match(word.plain):
        return None
    found = version.read_version(word.text)
    version.parse_version(word.text, epoch=found.epoch if found else 0)
    return word.text


def _match_part(verb: Verb, part: str, words: TypedWords, values: Values) -> None:
    is_optional = part.startswith("[")
    literal, _, name = part.strip("[]").rpartition(" ")
    if literal and not words.take_if(literal):
        return
    if name.islower():
        if not words.take_if(name):
            raise Mismatch(verb, f"“{name}” is missing after {verb.name}.", words.taken)
        return
    value = _value(name, words)
    if value:
        values[_FIELDS.get(name, name.lower())] = value
    elif literal or not is_optional:
        what = f"“{literal}”" if literal else verb.name
        raise Mismatch(verb, f"{what} needs {_MEANINGS[name]}.", words.taken)


def _value(name: str, words: TypedWords) -> object:
    if name in _RESTS:
        return words.take_rest()
    word = words.peek()
    found = word and _READERS.get(name, _text)(word)
    if found:
        words.take()
    return found


def _text(word: Word) -> str:
    return word.text


def _release(word: Word) -> str | None:
    """A release by its id or version; a lone number may as well begin a reason."""
    if _RELEASE_ID.fullmatch(word.plain):
        return word.plain
    found = version.read_version(_TAG.sub("", word.text)) if "." in word.text else None
    return str(found) if found else None


def _stage(word: Word) -> str:
    return word.plain.replace("-", "_").replace(" ", "_")


def _branch(word: Word) -> str:
    return references.parse_branch(word.text)


def _plain(word: Word) -> str:
    return word.plain


_RESTS = ("REASON", "EVIDENCE", "TITLE")
_READERS: Mapping[str, Callable[[Word], str | None]] = {
    "RELEASE": _release,
    "BUMP": bump,
    "BRANCH": _branch,
    "STAGE": _stage,
    "LINE": _plain,
    "VERB": _plain,
}
_FIELDS = {"RELEASE": "which"}
_MEANINGS = {
    "BUMP": "a kind of release, or a version",
    "BRANCH": "the name of a branch",
    "TAG": "a tag or a version that was published",
    "STAGE": "a stage and a reason",
    "GATE": "a gate and a reason",
    "LINE": "a line and its evidence",
    "REASON": "a reason, which everybody will see",
    "EVIDENCE": "evidence: a link, or a sentence",
    "TITLE": "a title",
}
