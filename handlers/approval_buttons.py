"""What to do when a person answers a question."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from bot import errors
from bot.domain import phrases
from bot.domain.approvals import question_words
from bot.domain.approvals.approval import Tally
from bot.domain.approvals.question_words import Words
from bot.domain.card import summary
from bot.domain.conversation import commands, dialogs
from bot.domain.conversation.messages import Line, Reply
from bot.domain.records import standing
from handlers.desk import Desk

Json = dict[str, Any]

_SAID = {"approve": "Your approval is counted.", "reject": "Your rejection is counted."}


async def on_vote(command: commands.Vote, desk: Desk) -> Reply:
    """Count a vote; who may vote is the question's own policy, judged where it is counted.

    A yes that decides, or that answers a question asked anew, counts for what its person has read:
    where that is not sure, nothing is counted, and the answer is the dialog that shows it.
    """
    question = command.question
    if not question:
        status = await _found(command, desk)
        question = _open_question(status)["id"]
        if command.answer == "approve" and _is_asked_anew(status):
            return _shown_first(status, command)
    try:
        counted = await desk.releases.vote(_counted(command, question))
    except errors.Refused as refused:
        if refused.reason != "last_vote":
            raise
        return _shown_first(await _found(command, desk), command)
    words = question_words.of_kind(counted.kind)
    after = _after(counted.tally, words, counted.held)
    reply = _told(f"{_SAID[command.answer]} {after}", counted.tally, counted.release, question)
    return dataclasses.replace(reply, as_of=counted.event)


async def on_withdraw(command: commands.Withdraw, desk: Desk) -> Reply:
    """Take the caller's vote back."""
    status = await _found(command, desk)
    question = command.question or _open_question(status)["id"]
    tally = await desk.releases.withdraw(question, command.caller.person)
    asked = next((q for q in status.get("questions", ()) if q["id"] == question), None)
    after = _after(tally, question_words.of(asked), status.get("held"))
    return _told(f"Your vote is taken back. {after}", tally, status["release"], question)


async def _found(command: commands.Vote | commands.Withdraw, desk: Desk) -> Json:
    """The status of the release that is meant."""
    return await desk.releases.status(await desk.releases.find(command.project, command.which))


def _counted(command: commands.Vote, question: str) -> commands.CastVote:
    """The vote; whoever types the version into the dialog has read there what follows."""
    is_told = bool(command.question) and (command.is_last or bool(command.typed))
    return commands.CastVote(
        question=question,
        person=command.caller.person,
        answer=command.answer,
        reason=command.reason,
        account=command.caller.account,
        typed=command.typed or ("" if command.question else command.which),
        may_decide=is_told or command.answer == "reject",
    )


def _is_asked_anew(status: Json) -> bool:
    """Whether an earlier question is void, so that a yes might be meant for that one."""
    return any(question["state"] == "void" for question in status.get("questions", ()))


def _shown_first(status: Json, command: commands.Vote) -> Reply:
    """What the yes would be about, to be confirmed; nothing was counted."""
    person = command.caller.person
    dialog = dialogs.make_dialog("approve", status, command.question, person=person)
    text = "Nothing is counted yet: read what follows from your approval, and confirm it."
    data = {"schema": 1, "release": status["release"], "question": dialog.question}
    return Reply(
        blocks=(Line(text=text, tone="waiting"),),
        data=data | {"state": "open", "confirm": True},
        release=status["release"],
        dialog=dialog,
    )


def _open_question(status: Json) -> Json:
    question = standing.open_question(status)
    if question is None:
        raise errors.Refused(
            f"{standing.name(status)} waits for nobody's approval: "
            f"it {standing.became(status['state'])}.",
            "Look at its status.",
            reason="question_closed",
        )
    return question


def _told(text: str, tally: Tally, release: str, question: str) -> Reply:
    data = {
        "schema": 1,
        "release": release,
        "question": question,
        "state": tally.state,
        "counted": list(tally.counted),
        "needed": tally.needed,
        "awaits": list(tally.awaits),
    }
    return Reply(blocks=(Line(text=text, tone="good"),), data=data, release=release)


def _after(tally: Tally, words: Words, held: Mapping[str, Any] | None) -> str:
    """What follows from a vote."""
    if tally.state == "approved":
        return f"It was the last one needed: {question_words.starts(words, held)}."
    if tally.state == "rejected":
        return words.rejected
    have = f"{len(tally.counted)} of {phrases.counted(tally.needed, 'approval')}"
    waits = {"awaits": tally.awaits, "needed": tally.needed, "counted": tally.counted}
    return f"{have}; it waits for {summary.awaited(waits)}."
