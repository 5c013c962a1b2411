"""The dialog before an approval: what the yes is about, what follows from it, and what was read."""

from typing import Any

from bot import errors
from bot.domain import phrases
from bot.domain.approvals import question_words
from bot.domain.card import texts, trouble
from bot.domain.conversation.messages import Block, Dialog, Facts, Field, Line
from bot.domain.records import standing

Json = dict[str, Any]


def make(status: Json) -> Dialog:
    """The dialog; `status` also names the `person` who opens it and the `question` of the button.

    Whoever may decide alone types the version. Raises `errors.Refused` where it is not open.
    """
    question = _asked(status)
    if question is None:
        raise _closed(status)
    if standing.is_overtaken(status):
        raise errors.Refused(
            status["moved"]["why"],
            "Plan it again: what would ship is overtaken.",
            reason="branch_moved",
        )
    is_alone = bool(question.get("solo")) and status["person"] == status["requester"]
    is_last = is_alone or bool(question.get("last_vote"))
    words = question_words.of(question)
    return Dialog(
        action="approve",
        title=f"Approve {standing.name(status)}?",
        release=status["release"],
        question=question["id"],
        argument=question_words.LAST if is_last else "",
        blocks=(*_follows(status, question, is_alone=is_alone), *_shown(status, question)),
        fields=(_version(status),) if is_alone else (),
        submit=words.yes if is_last else "Approve",
    )


def _closed(status: Json) -> errors.Refused:
    """Who decided the question that the button was about, and when, where that is known."""
    questions = status.get("questions", ())
    asked: Json = next((each for each in questions if each["id"] == status["question"]), {})
    return errors.Refused(
        asked.get("why") or "This question is not open any more.",
        "Look at the release's newest message, and vote there."
        if asked.get("state", "void") == "void"
        else "Look at the release's status.",
        reason="question_closed",
    )


def _follows(status: Json, question: Json, *, is_alone: bool) -> tuple[Block, ...]:
    held = status.get("held")
    if is_alone:
        follows = question_words.follows(question, held)
        text = f"You asked for this release, and your approval alone is enough: {follows}."
    elif question.get("last_vote"):
        yes = [person for person in question.get("counted", ()) if person != status["person"]]
        before = f"{phrases.listed(yes)} approved. " if yes else ""
        text = f"{before}{question_words.last(question, held)}"
    else:
        text = f"{phrases.counted(question['needed'], 'approval')} needed."
    ships = question_words.ships(status, question)
    return (Line(text=text, tone="waiting"), Line(text=ships))


def _shown(status: Json, question: Json) -> tuple[Block, ...]:
    """What an approver has to have seen: what went another way, and the texts."""
    digest = f"{phrases.short_digest(question['digest'])} (what every vote is bound to)"
    return (*trouble.blocks(status), Facts(rows=(("Digest", digest),)), *texts.blocks(status))


def _version(status: Json) -> Field:
    version = status["version"]
    return Field(name="typed", label=f"Type the version: {version}", hint=version, longest=64)


def _asked(status: Json) -> Json | None:
    """The open question, if it is the one that the button was about."""
    question = standing.open_question(status)
    is_it = question is not None and status["question"] in ("", question["id"])
    return question if is_it else None
