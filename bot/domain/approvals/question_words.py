"""Question words: what people read about a question, by what its yes starts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain import channels, phrases
from bot.domain.plans import shipping
from bot.domain.records import standing

Json = dict[str, Any]

LAST = "last"  # the argument of an approval whose person has read that it decides


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The texts of one kind of question."""

    what: str  # that which it is about
    purpose: str  # what is decided, beside another decision of the same release
    ready: str  # why it is asked, as a sentence
    needs: str  # how the sentence begins that says what it needs
    yes: str  # the label of the button whose press decides
    follows: str  # what the last yes starts: "this ships"
    approved: str  # once it is approved
    no: str  # what a rejection means; {} is the release
    rejected: str  # once it is rejected


PUBLISH = Words(
    what="this release",
    purpose="To ship",
    ready="Everything is built and checked.",
    needs="It needs",
    yes="Approve and ship",
    follows="this ships",
    approved="Approved: shipping.",
    no="This ends {} for everybody. Nothing of it is published.",
    rejected="The release ends here.",
)
ANNOUNCE = Words(
    what="the announcement",
    purpose="To announce",
    ready="Everything is published.",
    needs="To be announced it needs",
    yes="Approve and announce",
    follows="this is announced",
    approved="Approved: announcing.",
    no="{} is not announced. What is published stays.",
    rejected="It is not announced; what is published stays.",
)
_WORDS = {"announce": ANNOUNCE}


def of(question: Json | None) -> Words:
    """The words of a question, given as its release's status has it."""
    return of_kind(question["kind"] if question else "")


def of_kind(kind: str) -> Words:
    """The words of every question of a kind."""
    return _WORDS.get(kind, PUBLISH)


def follows(question: Json | None, held: Mapping[str, Any] | None) -> str:
    """What the last yes starts, and what it waits for: "this ships"."""
    return starts(of(question), held)


def starts(words: Words, held: Mapping[str, Any] | None) -> str:
    """The same, of a question with these words."""
    waits = f" as soon as somebody resumes it ({held['person']} holds it)" if held else ""
    return f"{words.follows}{waits}"


def last(question: Json, held: Json | None) -> str:
    """What whoever gives the last yes has to read before."""
    return f"Your approval is the last one needed: {follows(question, held)}."


def ships(status: Json, question: Json, longest: int = 0) -> str:
    """What goes out, and where to; with a limit, the files are counted where they do not fit."""
    if of(question) is ANNOUNCE:
        where = phrases.listed(channels.all_in_words(status.get("announce", ())))
        return f"The announcement of {standing.name(status)} goes to {where or 'nobody'}."
    return shipping.sentences(status, longest)
