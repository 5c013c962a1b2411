"""The buttons of a card: what can be done at this moment, and nothing else."""

from collections.abc import Iterator
from typing import Any

from bot.domain import phrases
from bot.domain.approvals import question_words
from bot.domain.conversation.messages import Action, Button, Confirm
from bot.domain.plans import stage_facts
from bot.domain.records import standing

Json = dict[str, Any]

_LONGEST_CONFIRM = 300  # characters: what the narrowest platform shows of a confirmation


def of(status: Json) -> tuple[Button, ...]:
    """The valid buttons, the likeliest first; none where a release has ended or is cancelled."""
    if standing.has_ended(status):
        return ()
    if status.get("cancelled"):
        return tuple(_clean_up(status)) if status["state"] == "failed" else ()
    question = standing.open_question(status)
    answers = tuple(_answers(status, question)) if question else ()
    steering = tuple(_steering(status))
    return (
        *(_branch(status) if standing.awaits_branch(status) else ()),
        *((*steering, *answers) if status.get("held") else (*answers, *steering)),
        *(_failed(status) if status["state"] == "failed" else ()),
        *(_notes(status)),
        _button(status, "cancel", "Cancel the release", asks=True, style="danger"),
    )


def _button(status: Json, action: Action, label: str, **more: Any) -> Button:  # noqa: ANN401  # a button's own fields
    return Button(action=action, label=label, release=status["release"], **more)


def _clean_up(status: Json) -> Iterator[Button]:
    """What can be done where the clean-up of a cancelled release failed."""
    yield _button(status, "retry", "Retry the clean-up", style="primary")
    yield _button(status, "cancel", "End it without cleaning up", asks=True, style="danger")


def _answers(status: Json, question: Json) -> Iterator[Button]:
    more: Json = {"question": question["id"]}
    if not standing.is_overtaken(status):
        yield _approve(status, question)
    yield _button(status, "reject", "Reject", style="danger", asks=True, **more)
    if question["votes"]:
        yield _button(status, "withdraw", "Withdraw my vote", **more)


def _approve(status: Json, question: Json) -> Button:
    is_last = bool(question.get("last_vote"))
    label = question_words.of(question).yes if is_last else "Approve"
    style = "plain" if status.get("held") else "primary"
    argument = question_words.LAST if is_last else ""
    more: Json = {"question": question["id"], "argument": argument, "style": style}
    if question.get("solo"):
        return _button(status, "approve", label, asks=True, **more)
    last = f"{question_words.last(question, status.get('held'))} " if is_last else ""
    room = _LONGEST_CONFIRM - len(last)
    confirm = Confirm(
        title=f"Approve {standing.name(status)}?",
        text=f"{last}{question_words.ships(status, question, room)}",
        yes=label,
    )
    return _button(status, "approve", label, confirm=confirm, **more)


def _steering(status: Json) -> Iterator[Button]:
    if status.get("held"):
        yield _button(status, "resume", "Resume", style="primary")
    elif status["state"] == "failed":
        yield _button(status, "retry", "Retry", style="primary")
    else:
        yield _button(status, "hold", "Hold", asks=True)


def _failed(status: Json) -> Iterator[Button]:
    if _needs_new_plan(status):
        yield _plan_again(status, "Plan again with what is new")
    for name in _skippable(status):
        label = f"Skip {name.replace('_', ' ')}"
        yield _button(status, "skip", label, argument=name, asks=True)
    for gate in status.get("red_gates", ()):
        yield _button(status, "override", f"Override: {gate}", argument=gate, asks=True)


def _skippable(status: Json) -> Iterator[str]:
    """The stages with which a release comes to a good end if somebody leaves them out."""
    questions = status.get("questions") or [{"kind": "", "state": ""}]
    refused = questions[-1]["kind"] if questions[-1]["state"] in ("rejected", "expired") else ""
    for stage in status["stages"]:
        is_stuck = stage["state"] == "failed" or stage["name"] == refused
        if is_stuck and stage["name"] in stage_facts.SKIPPABLE:
            yield stage["name"]


def _needs_new_plan(status: Json) -> bool:
    """Whether the cause is mended in the repository, so that a retry meets the old commit again.

    What was published by hand has its commit for ever.
    """
    if status.get("adopted"):
        return False
    is_red = any(row["state"] == "differs" for row in standing.rows(status, *stage_facts.GATES))
    return is_red and standing.may_change(status)


def _notes(status: Json) -> Iterator[Button]:
    is_asked = standing.open_question(status) is not None
    is_stuck = status["state"] == "failed"
    if status.get("notes_digest") and (is_asked or is_stuck) and standing.may_change(status):
        yield _button(status, "edit_notes", "Edit notes", asks=True)


def _branch(status: Json) -> Iterator[Button]:
    moved = status["moved"]
    new = phrases.counted(moved["commits"], "new commit")
    if "without" in moved["choices"]:
        yield _button(status, "release_without", f"Release without the {new}")
    yield _plan_again(status, f"Plan again with the {new}" if moved["commits"] else "Plan again")


def _plan_again(status: Json, label: str) -> Button:
    return _button(
        status,
        "replan_with",
        label,
        confirm=Confirm(
            title="Plan the release again?",
            text="Everything is built and checked again, and everybody is asked anew: no vote so "
            "far counts any more.",
            yes="Plan again",
        ),
    )
