"""What to do when a person answers a question."""

from typing import Any

from bot import errors
from bot.domain import phrases
from bot.domain.approvals import question_words
from bot.domain.approvals.approval import Tally
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
    release = await desk.releases.find(command.project, command.which)
    status = await desk.releases.status(release)
    question = command.question or _open_question(status)["id"]
    if command.answer == "approve" and not command.question and _is_asked_anew(status):
        return _shown_first(status, command)
    try:
        tally = await desk.releases.vote(_counted(command, question))
    except errors.Refused as refused:
        if refused.reason != "last_vote":
            raise
        return _shown_first(await desk.releases.status(release), command)
    said = _SAID[command.answer]
    return _told(said, tally, await desk.releases.status(release), question)


async def on_withdraw(command: commands.Withdraw, desk: Desk) -> Reply:
    """Take the caller's vote back."""
    release = await desk.releases.find(command.project, command.which)
    status = await desk.releases.status(release)
    question = command.question or _open_question(status)["id"]
    tally = await desk.releases.withdraw(question, command.caller.person)
    return _told("Your vote is taken back.", tally, status, question)


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


def _told(said: str, tally: Tally, status: Json, question: str) -> Reply:
    data = {
        "schema": 1,
        "release": status["release"],
        "question": question,
        "state": tally.state,
        "counted": list(tally.counted),
        "needed": tally.needed,
        "awaits": list(tally.awaits),
    }
    text = f"{said} {_after(tally, status, question)}"
    return Reply(blocks=(Line(text=text, tone="good"),), data=data, release=status["release"])


def _after(tally: Tally, status: Json, question: str) -> str:
    """What follows from a vote."""
    asked = next((q for q in status.get("questions", ()) if q["id"] == question), None)
    if tally.state == "approved":
        follows = question_words.follows(asked, status.get("held"))
        return f"It was the last one needed: {follows}."
    if tally.state == "rejected":
        return question_words.of(asked).rejected
    have = f"{len(tally.counted)} of {phrases.counted(tally.needed, 'approval')}"
    waits = {"awaits": tally.awaits, "needed": tally.needed, "counted": tally.counted}
    return f"{have}; it waits for {summary.awaited(waits)}."
