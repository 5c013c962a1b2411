"""The summary: one line that says what happens now, or for whom the release waits."""

from typing import Any

from bot.domain import channels, phrases
from bot.domain.conversation.messages import Tone
from bot.domain.plans import stage_facts
from bot.domain.records import standing

Json = dict[str, Any]

_TONES: dict[str, Tone] = {
    "running": "busy",
    "waiting": "waiting",
    "held": "waiting",
    "done": "good",
    "failed": "bad",
}
_OVER = ("done", "skipped")


def tone(status: Json) -> Tone:
    """The mood of the card; its words say the same."""
    return _TONES.get(status["state"], "plain")


def line(status: Json) -> str:
    """What a tired person has to know, and nothing else."""
    if standing.has_ended(status) or status["state"] in ("done", "failed", "cancelled"):
        return _ended(status)
    if status.get("cancelled"):
        return f"Is being cancelled{_by_whom(status['cancelled'])}"
    if status.get("held"):
        return f"Held by {_who_and_why(status['held'])}"
    if question := standing.open_question(status):
        return _awaited(status, question)
    if status["state"] == "waiting":
        return _waiting(status.get("waits_for") or "the world outside")
    return _running(status)


def awaited(question: Json) -> str:
    """For whom a question waits: "bob or carol", "2 of bob, carol and dave"."""
    names = question["awaits"]
    left = max(1, question["needed"] - len(question.get("counted", ())))
    if not names:
        return "somebody who may approve: nobody has the role now"
    if left == 1:
        return phrases.listed(names, "or")
    if left >= len(names):
        return phrases.listed(names)
    return f"{left} of {phrases.listed(names)}"


def progress(question: Json) -> str:
    """How far a question is: "1 of 2 approvals until 14:02 UTC"."""
    until = phrases.clock(question["expires"], beside=question["asked"])
    have, needed = len(question.get("counted", ())), question["needed"]
    return f"{have} of {phrases.counted(needed, 'approval')} until {until}"


def _awaited(status: Json, question: Json) -> str:
    if standing.awaits_branch(status):
        return _branch(status)
    return f"Waits for {awaited(question)}: {progress(question)}"


def _branch(status: Json) -> str:
    """Somebody has to decide; where only one thing is possible, it is said."""
    branch, moved = status["branch"], status["moved"]
    if standing.is_overtaken(status):
        how = "was moved by force" if moved["to"] else "is gone"
        return f"Has to be planned again: {branch} {how}"
    return f"Waits for a decision: {phrases.counted(moved['commits'], 'new commit')} on {branch}"


def _waiting(on: str) -> str:
    return f"Waits: {on}" if on.endswith(".") else f"Waits for {on}"


def _who_and_why(flag: Json) -> str:
    return f"{flag['person']}{phrases.because(flag.get('reason', ''))}"


def _ended(status: Json) -> str:
    if status["state"] == "done":
        return _done(status)
    if status["state"] == "cancelled":
        return _cancelled(status)
    failed = "The clean-up failed" if status.get("cancelled") else "Failed"
    return f"{failed}: {_error(status)}"


def _error(status: Json) -> str:
    error = status.get("error") or {}
    return str(error.get("sentence") or "the bot does not know why; its log has the details.")


def _by_whom(flag: Json) -> str:
    if flag["person"] == standing.BOT:
        return phrases.because(flag.get("reason", ""))
    return f" by {_who_and_why(flag)}"


def _cancelled(status: Json) -> str:
    """By whom and why, as the engine tells it; what is free again, only the clean-up knows."""
    is_clean = _is_clean(standing.rows(status, "clean_up"))
    free = f" Nothing of it is public; {status['version']} is free again." if is_clean else ""
    is_said = (status.get("error") or {}).get("code") == "cancelled"
    return f"{'' if is_said else 'Cancelled: '}{_error(status)}{free}"


def _is_clean(rows: list[Json]) -> bool:
    """Whether the clean-up looked at everything, and nothing was public."""
    is_over = all(row["state"] in _OVER and "public" not in row["evidence"] for row in rows)
    return bool(rows) and is_over


def _done(status: Json) -> str:
    seconds = status["seconds"]
    waited = f", {phrases.duration(seconds['waiting'])} of it waiting for people"
    posted = [row["key"] for row in standing.rows(status, "announce") if row["state"] == "done"]
    where = phrases.listed(channels.all_in_words(posted))
    announced = f" and announced in {where}" if where else ""
    took = f"{phrases.duration(seconds['total'])}{waited if seconds['waiting'] else ''}"
    done = "Completed" if standing.by_hand(status) == "published" else "Released"
    return f"{done}{announced} after {took}"


def _running(status: Json) -> str:
    stages = status.get("stages") or []
    if not stages:
        return "Is being planned"
    preparing = [s for s in stages if s["name"] in stage_facts.PREPARING]
    is_prepared = all(s["state"] in _OVER for s in preparing)
    chosen = [s for s in stages if s not in preparing] if is_prepared else preparing
    over = sum(s["state"] in _OVER for s in chosen)
    return f"{'Publishing' if is_prepared else 'Preparing'}: {over} of {len(chosen)} steps done"
