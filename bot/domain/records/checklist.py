"""The checklist: the release guide's three lists, as they stand for one release.

A line is done only where the ledger or a person says so. What is not configured is never done.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.domain import phrases
from bot.domain.approvals import bypass
from bot.domain.plans import stage_facts
from bot.domain.records import standing

Json = dict[str, Any]
LineState = Literal[
    "done", "missing", "failed", "skipped", "not configured", "waiting", "by a person"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One line: `id` is what a person ticks it by, `evidence` says how its state is known."""

    list: str
    id: str
    text: str
    state: LineState
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class _Finding:
    state: LineState
    evidence: str = ""


_Reader = Callable[[Json], _Finding]
_AT_THE_HOST = ("publish_github_release", "attach_files")

_STATES: Mapping[str, LineState] = {
    "done": "done",
    "differs": "failed",
    "failed": "failed",
    "skipped": "skipped",
    "running": "waiting",
    "waiting": "waiting",
    "held": "waiting",
}


def _check(name: str) -> _Reader:
    """A check of the repository, by the name that its file gives it."""

    def read(status: Json) -> _Finding:
        for row in standing.rows(status, "run_checks"):
            if row["key"] == name:
                return _of_row(row)
        is_left_out = any(e["target"] == f"check {name}" for e in status.get("left_out", ()))
        is_over = standing.stage_state(status, "run_checks") in ("done", "skipped")
        return _Finding("not configured" if is_left_out or is_over else "missing")

    return read


def _stage(*names: str) -> _Reader:
    """A stage of the pipeline, by its name in each; one that the plan lacks is not configured."""

    def read(status: Json) -> _Finding:
        if not status.get("stages"):
            return _Finding("missing")
        name = next((each for each in names if standing.stage_state(status, each)), "")
        state = standing.stage_state(status, name)
        if not state:
            return _Finding("not configured")
        rows = standing.rows(status, name)
        worst = next((row for row in rows if row["state"] not in ("done", "missing")), None)
        if worst:
            return _of_row(worst)
        seen = dict.fromkeys(_seen(row) for row in rows) if state == "done" else ()
        return _Finding(_STATES.get(state, "missing"), phrases.listed([*seen]))

    return read


def _notes(status: Json) -> _Finding:
    gates = standing.rows(status, "check_ready", "check_published")
    rows = [row for row in gates if row["key"] == bypass.NOTES]
    return _of_row(rows[0]) if rows else _Finding("missing")


def _versions(status: Json) -> _Finding:
    """What is published by hand states its version already; else the release commit brings it."""
    stating = standing.rows(status, "check_published")
    if not stating:
        return _stage("prepare_release", "check_published")(status)
    rows = [row for row in stating if row["key"].startswith(bypass.version_gate(""))]
    worst = next((row for row in rows if row["state"] != "done"), None)
    return _of_row(worst) if worst else _Finding("done", phrases.listed([_seen(r) for r in rows]))


def _breaking(status: Json) -> _Finding:
    """Nothing has to be written where nothing breaks, as far as the changes say so."""
    if not status.get("stages"):
        return _Finding("missing")
    broken = sum(bool(change["breaking"]) for change in status.get("changes", ()))
    if not broken:
        return _Finding("done", "no change is marked as breaking")
    return _Finding("by a person", f"{phrases.counted(broken, 'change')} marked as breaking")


def _person(_: Json) -> _Finding:
    return _Finding("by a person")


def _of_row(row: Json) -> _Finding:
    state = _STATES.get(row["state"], "waiting" if row["state"] == "unknown" else "missing")
    evidence = row["evidence"]
    if "by" in evidence:
        return _Finding(state, f"{evidence['by']}{phrases.because(evidence.get('reason', ''))}")
    return _Finding(state, str(evidence.get("why") or _seen(row)))


def _seen(row: Json) -> str:
    evidence = row["evidence"]
    if address := evidence.get("page") or evidence.get("url"):
        return str(address)
    commit = phrases.short_commit(evidence.get("commit", ""))
    return f"{row['key']} at {commit}" if commit else str(row["key"])


_LISTS: Mapping[str, Sequence[tuple[str, str, _Reader]]] = {
    "Before the release": (
        ("tests", "Every test passes", _check("test")),
        ("lint", "The code quality checks pass", _check("lint")),
        ("security", "The security scan is clean", _check("security")),
        ("docs", "The documentation is up to date and builds", _check("docs")),
        ("changelog", "The changelog tells what is new", _notes),
        (
            "version",
            "Every file states the new version",
            _versions,
        ),
        ("breaking", "Breaking changes are documented", _breaking),
        ("migration", "A migration guide is written, if one is needed", _breaking),
    ),
    "The release": (
        ("build", "The package builds", _stage("build_packages")),
        ("install", "The package installs and imports", _stage("smoke_test")),
        ("testpypi", "It is on TestPyPI", _stage("publish_testpypi")),
        ("pypi", "It is on PyPI", _stage("publish_pypi")),
        ("images", "The Docker images are published", _stage("push_images")),
        (
            "github",
            "The GitHub release is public",
            _stage(*_AT_THE_HOST),
        ),
        ("docs-site", "The documentation is deployed", _stage("deploy_docs")),
    ),
    "After the release": (
        ("announced", "It is announced in the chats", _stage("announce")),
        ("blog", "The blog post is published", _person),
        ("social", "Social media know", _person),
        ("forum", "The community forums know", _person),
        ("support", "The support channels know", _person),
    ),
}

ABOUT_CHANGES = ("breaking", "migration")
TICKABLE = (*ABOUT_CHANGES, "blog", "social", "forum", "support")


def make_checklist(status: Json) -> tuple[CheckLine, ...]:
    """All three lists for a release that stands as this status says."""
    return tuple(_lines(standing.readable(status)))


def _lines(status: Json) -> Iterator[CheckLine]:
    ticks = {tick["line"]: tick for tick in status.get("ticks", ())}
    for title, lines in _LISTS.items():
        for name, text, read in lines:
            found = _ticked(ticks[name]) if name in ticks else read(status)
            yield CheckLine(
                list=title, id=name, text=text, state=found.state, evidence=found.evidence
            )
    if standing.includes(status, stage_facts.DEVELOPMENT):
        found = _stage(stage_facts.DEVELOPMENT)(status)
        yield CheckLine(
            list="After the release",
            id="development",
            text="The next development version is begun",
            state=found.state,
            evidence=found.evidence,
        )


def _ticked(tick: Json) -> _Finding:
    day = phrases.clock(tick["time"])
    return _Finding("done", f"{tick['person']}, {day}: {tick['evidence']}")
