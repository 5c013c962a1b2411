"""The answers to `help` and `whoami`: what can be typed here, by whom, and how it is configured."""

import difflib
from collections.abc import Sequence

from bot import errors
from bot.domain import foreign_text, phrases
from bot.domain.approvals import access, local_people
from bot.domain.approvals.access import Roles
from bot.domain.conversation import verbs
from bot.domain.conversation.commands import Caller
from bot.domain.conversation.messages import Block, Facts, Line, Table
from bot.domain.conversation.verb import Verb
from bot.domain.versions import version

_NAMED = "The project's name goes right after the verb; leave it out where there is only one."
_NAMED_IN_A_TERMINAL = "Where there are several projects, name one with --project NAME."
_RELEASE = "RELEASE is a version or an id; leave it out where only one is open."

Configuration = Sequence[tuple[str, str]]


def help_blocks(
    word: str, project: str, configuration: Configuration, *, terminal: bool = False
) -> tuple[Block, ...]:
    """The commands, or those of one verb, with the live configuration of the project.

    They are told as they are typed in a chat, or in a terminal.
    """
    chosen = _chosen(word) if word else verbs.VERBS
    commands = Table(
        title="Commands",
        columns=("type", "to", "who may"),
        rows=tuple(
            (verb.terminal_line() if terminal else verb.line(), verb.does, verb.who())
            for verb in chosen
        ),
    )
    if word:
        example = chosen[-1].terminal_words() if terminal else chosen[-1].example
        return (commands, Line(text=f"For example: {example}"))
    how = Line(text=f"{_NAMED_IN_A_TERMINAL if terminal else _NAMED} {_RELEASE}")
    live = Facts(title=f"{project} as it is configured now", rows=tuple(configuration))
    return (commands, how, *((live,) if configuration else ()))


def _chosen(word: str) -> tuple[Verb, ...]:
    found = verbs.start(word) if word in version.BUMPS else verbs.named(word)
    if found:
        return found
    near = difflib.get_close_matches(word, verbs.WORDS, n=1)
    raise errors.BadInput(
        f"“{foreign_text.printable(word)}” is not a command.",
        f"Did you mean {near[0]}?" if near else "Type help for the commands.",
    )


def whoami_blocks(caller: Caller, roles: Roles) -> tuple[Block, ...]:
    """Who the bot takes the caller for."""
    if not caller.person:
        return (
            Line(text=f"The account {caller.account} belongs to nobody that this bot knows."),
            Line(
                text="It may look at everything and change nothing. The bot's operator can add it "
                "to [people] in releasebot.toml."
            ),
        )
    held = access.roles_of(caller.person, roles)
    rows = (
        ("You are", caller.person),
        ("Account", caller.account),
        ("Roles", phrases.listed(held) or "none: you may look at everything"),
        *_where(caller),
    )
    return (Facts(rows=rows),)


def _where(caller: Caller) -> tuple[tuple[str, str], ...]:
    """The project that is meant where none is named; a terminal belongs to none."""
    if local_people.is_local(caller):
        return (("Project", caller.project),) if caller.project else ()
    return (("This channel", caller.project or "belongs to no project"),)
