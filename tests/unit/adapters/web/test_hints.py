"""Hints: the composer offers what the grammar understands."""

from bot.adapters.web import hints
from bot.domain.conversation import grammar, verbs
from bot.domain.conversation.commands import Caller

CALLER = Caller(account="console:alice", person="alice", delivery="d", project="greeter")


def test_every_verb_is_offered() -> None:
    """Also the kinds of release, each as a verb of its own."""
    assert {hint.words for hint in hints.all_hints()} == set(verbs.WORDS)


def test_what_is_offered_is_understood() -> None:
    """A hint whose words nothing has to follow is a whole command."""
    for hint in hints.all_hints():
        if not hint.follows or (hint.follows.startswith("[") and hint.follows.endswith("]")):
            assert grammar.parse(hint.words, CALLER, ("greeter",)).caller == CALLER
