"""Standing: questions that a release's status answers, whatever it is that shows it.

The status is the JSON of `ports.Releases.status`; before there is a plan most of it is missing.
"""

from typing import Any, Literal

from bot.domain import channels, foreign_text, phrases
from bot.domain.plans import stage_facts

Json = dict[str, Any]

BOT = "releasebot"  # the actor where no person acted
_ENDINGS = {  # what is said to whoever comes too late
    "done": "was finished",
    "failed": "failed",
    "cancelled": "was cancelled",
    "rolled_back": "was rolled back",
}
_MARKDOWN = ("notes", "announcement")  # neutralised where it is shown, with signs of its own


def readable(status: Json) -> Json:
    """The status with every text in it safe to show as plain text."""
    return {key: value if key in _MARKDOWN else _visible(value) for key, value in status.items()}


def _visible(value: Any) -> Any:  # noqa: ANN401  # any JSON
    if isinstance(value, str):
        return foreign_text.visible(value)
    if isinstance(value, list):
        return [_visible(each) for each in value]
    if isinstance(value, dict):
        return {key: _visible(each) for key, each in value.items()}
    return value


def name(status: Json) -> str:
    """What is released, as people say it: "Greeter 1.2.0"."""
    project = status.get("title") or status["project"]
    version = status.get("version")
    if version:
        return f"{project} {version}"
    return f"{project}, {status['bump']} release" if status.get("bump") else str(project)


def by_hand(status: Json) -> Literal["", "published", "tagged"]:
    """What somebody did by hand that this release completes, "" where it is all ours."""
    if not (adopted := status.get("adopted")):
        return ""
    return "published" if adopted["number"] else "tagged"


def has_ended(status: Json) -> bool:
    """Whether nobody can do anything about this release any more."""
    return bool(status.get("finished"))


def became(state: str) -> str:
    """What has become of a release, after "it": "was cancelled"; "is running" where it goes on."""
    return _ENDINGS.get(state, f"is {state}")


def open_question(status: Json) -> Json | None:
    """The question that people can answer now."""
    return next((q for q in status.get("questions", ()) if q["state"] == "open"), None)


def places(status: Json) -> str:
    """Where a release goes: "TestPyPI, PyPI, GitHub and releases"."""
    public = [name for name in stage_facts.PUBLIC if includes(status, name)]
    if is_taken(status):
        public = [name for name in public if stage_facts.STAGES[name].takes != "packages"]
    targets = [stage_facts.DESTINATIONS[name] for name in public]
    names = dict.fromkeys(stage_facts.place(target).name for target in targets)
    told = channels.all_in_words(status.get("announce", ())) if "announce" in public else ()
    return phrases.listed([*filter(None, names), *told]) or "nowhere"


def includes(status: Json, stage: str) -> bool:
    """Whether the release has this stage, and nobody skipped it."""
    skips = [each["name"] for each in status.get("bypasses", ()) if each["kind"] == "skip"]
    return stage_state(status, stage) not in ("", "skipped") and stage not in skips


def may_change(status: Json) -> bool:
    """Whether its notes and its plan may still become others: nobody said yes to them yet."""
    questions = status.get("questions") or [{"state": ""}]
    return questions[-1]["state"] != "approved" and not public_begun(status)


def public_begun(status: Json) -> tuple[str, ...]:
    """The stages that have begun and whose effects everybody can see."""
    return tuple(
        stage["name"]
        for stage in status.get("stages", ())
        if stage["name"] in stage_facts.PUBLIC and stage["state"] not in ("planned", "skipped")
    )


def not_known(status: Json) -> tuple[str, ...]:
    """The stages that may have made something public, and nobody could see whether they did."""
    seen = {row["stage"] for row in status.get("ledger", ()) if row["state"] != "unknown"}
    begun = (stage for stage in public_begun(status) if stage_state(status, stage) != "done")
    return tuple(stage for stage in begun if stage not in seen)


def rows(status: Json, *stages: str) -> list[Json]:
    """The ledger's rows of these stages, in the order of the ledger."""
    return [row for row in status.get("ledger", ()) if row["stage"] in stages]


def files(status: Json) -> list[Json]:
    """The rows of what was built, each with the digest and size of its file."""
    return [row for row in rows(status, "build_packages") if row["evidence"].get("digest")]


def is_taken(status: Json) -> bool:
    """Whether the packages are those that people could install already."""
    return any(file["evidence"].get("taken_from") for file in files(status))


def release_commit(status: Json) -> str:
    """The commit that is approved and tagged, "" before it was made or seen."""
    made = rows(status, *stage_facts.COMMITTING)
    return str(made[0]["evidence"].get("commit", "")) if made else ""


def stage_state(status: Json, stage: str) -> str:
    """The state of a stage, "" where the release has no such stage."""
    return next((s["state"] for s in status.get("stages", ()) if s["name"] == stage), "")


def stage_label(status: Json, stage: str) -> str:
    """What a stage does, in one line for people."""
    found = (s.get("describes") for s in status.get("stages", ()) if s["name"] == stage)
    return str(next(found, None) or stage.replace("_", " "))


def awaits_branch(status: Json) -> bool:
    """Whether somebody has to say what to do about a base branch that went on."""
    moved = status.get("moved")
    return bool(moved and not moved["choice"] and open_question(status))


def is_overtaken(status: Json) -> bool:
    """Whether no approval counts now: what would ship lacks what is on its base branch."""
    return awaits_branch(status) and "without" not in status["moved"]["choices"]
