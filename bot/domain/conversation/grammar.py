"""The grammar: one for every surface, from a typed line to a command that changes nothing yet."""

import difflib
from collections.abc import Sequence

from bot import errors
from bot.domain import foreign_text
from bot.domain.approvals import local_people
from bot.domain.conversation import usages, verbs
from bot.domain.conversation.commands import Caller, Command
from bot.domain.conversation.typed_words import TypedWords, Word
from bot.domain.conversation.verb import Verb

_LONGEST_WORD = 40  # a longer one is compared with nothing


def parse(text: str, caller: Caller, projects: Sequence[str]) -> Command:
    """The command that a line asks for. Raises `errors.BadInput` or `errors.Refused`.

    `projects` are the configured ones. The project is the one that is named after the verb, else
    the channel's, else the only one.
    """
    words = TypedWords(text)
    words.take_if("/release", "release")
    first = words.take()
    if first is None:
        raise errors.BadInput(
            "Nothing was asked for.",
            f"Type for example: {' · '.join(verbs.EXAMPLES)}. All commands: help.",
        )
    values: usages.Values = {}
    found = verbs.named(first.plain)
    if asked := usages.bump(first):
        found, values = verbs.start(asked), {"bump": asked}
    if not found:
        raise _unknown(first)
    named = _named_project(words, projects)
    project = named or caller.project or (projects[0] if len(projects) == 1 else "")
    if not project and found[0].needs_project:
        raise _not_bound(first, projects)
    if projects and project not in (*projects, "") and local_people.is_local(caller):
        raise _no_such_project(project, projects)
    return _best(found, words, {**values, "caller": caller, "project": project})


def _named_project(words: TypedWords, projects: Sequence[str]) -> str:
    word = words.peek()
    names = {project.casefold(): project for project in projects}
    if word is None or word.plain not in names:
        return ""
    words.take()
    return names[word.plain]


def _best(found: Sequence[Verb], words: TypedWords, values: usages.Values) -> Command:
    """The command of the first usage that fits, else what is wrong with the one that nearly did."""
    start = words.taken
    mismatches = []
    for verb in found:
        words.taken = start
        try:
            return verb.makes(**{**verb.fixed, **values, **usages.match(verb, words)})  # type: ignore[arg-type]  # a test makes every verb's command
        except usages.Mismatch as mismatch:
            mismatches.append(mismatch)
    raise max(mismatches, key=lambda each: each.position)


def _unknown(word: Word) -> errors.BadInput:
    near = []
    if len(word.text) <= _LONGEST_WORD:
        near = difflib.get_close_matches(word.plain, verbs.WORDS, n=1)
    return errors.BadInput(
        f"“{foreign_text.printable(word.text)}” is not a command.",
        f"Nothing was done. Did you mean {near[0]}?"
        if near
        else "Nothing was done. Type help for the commands.",
    )


def _not_bound(verb: Word, projects: Sequence[str]) -> errors.Refused:
    if not projects:
        return errors.Refused(
            "This bot has no project yet.",
            "Ask its operator to add one to releasebot.toml.",
            reason="not_bound",
        )
    return errors.Refused(
        "This channel belongs to no project.",
        f"Nothing was done. Name one, for example: {verb.plain} {projects[0]}. "
        f"There are: {', '.join(projects)}.",
        reason="not_bound",
    )


def _no_such_project(name: str, projects: Sequence[str]) -> errors.BadInput:
    return errors.BadInput(
        f"There is no project {foreign_text.printable(name)}.",
        f"Nothing was done. Name another with --project. There are: {', '.join(projects)}.",
        reason="not_bound",
    )
