"""Statuses of one release, Greeter 1.2.0, in the states that people meet it in."""

from pathlib import Path
from typing import Any

Json = dict[str, Any]

RELEASE = "0a1b2c3d4e5f"
QUESTION = "0a1b2c3d4e5f:publish:1"
WHEEL = "greeter-1.2.0-py3-none-any.whl"
SDIST = "greeter-1.2.0.tar.gz"
PAGE = "project/greeter/1.2.0/"  # at an index

DESCRIBED = {
    "check_ready": "Check that main can be released as 1.2.0",
    "prepare_release": "Commit the version and the changelog on release/v1.2.0",
    "run_checks": "Run the checks test",
    "build_packages": "Build greeter 1.2.0 in the sandbox",
    "smoke_test": "Install and import the wheel on Python 3.11",
    "publish_testpypi": "Upload greeter 1.2.0 to TestPyPI",
    "land_release_commit": "Move main forward to the release commit",
    "tag_release": "Tag the release commit as v1.2.0",
    "draft_github_release": "Draft the GitHub release Greeter v1.2.0 with all files",
    "publish_pypi": "Upload greeter 1.2.0 to PyPI; this cannot be undone",
    "publish_github_release": (
        "Publish the GitHub release v1.2.0 as the latest, unless a higher one is out"
    ),
    "announce": "Announce Greeter v1.2.0 in releases",
}
PREPARING = ("check_ready", "prepare_release", "run_checks", "build_packages", "smoke_test")


def unplanned(**changes: Any) -> Json:  # noqa: ANN401  # any part of a status
    """Asked for a moment ago."""
    status: Json = {
        "schema": 1,
        "release": RELEASE,
        "project": "greeter",
        "version": None,
        "bump": "minor",
        "state": "running",
        "created": "2026-03-04T12:00:00.000Z",
        "finished": None,
        "requester": "alice",
        "error": None,
        "cause": None,
        "waits_for": "",
        "held": None,
        "cancelled": None,
        "moved": None,
        "bypasses": [],
        "red_gates": [],
        "public": [],
        "ticks": [],
        "seconds": {"total": 1.0, "waiting": 0.0, "overhead": 0.5, "stages": {}},
        "branch": None,
        "stages": [],
        "questions": [],
        "ledger": [],
    }
    return status | changes


def planned(**changes: Any) -> Json:  # noqa: ANN401  # any part of a status
    """Planned, and the first steps are done."""
    status: Json = {
        "version": "1.2.0",
        "previous": "1.1.0",
        "semver": "1.2.0",
        "tag": "v1.2.0",
        "package": "greeter",
        "title": "Greeter",
        "repository": "acme/greeter",
        "branch": "main",
        "commit": "1" * 40,
        "digest": f"sha256:{'d' * 64}",
        "land": "fast-forward",
        "stages": stages(check_ready="done", prepare_release="running"),
        "ledger": [ready("branch main"), ready("notes")],
        "left_out": [
            {
                "target": "check lint",
                "why": "not configured, so nobody knows",
                "remedy": 'add lint = { run = "…" } to [checks] in .releasebot.toml',
                "stage": "run_checks",
            }
        ],
        "changes": [{"kind": "feat", "breaking": False, "text": "a polite greeting"}],
        "notes": "### Added\n\n- A polite greeting.",
        "notes_digest": f"sha256:{'a' * 64}",
        "edited_by": "",
        "announcement": "# Greeter 1.2.0 is out\n\n- A polite greeting.",
        "announce": ["releases"],
        "warnings": [],
    }
    return unplanned() | status | changes


def asked(*voters: str, **changes: Any) -> Json:  # noqa: ANN401  # any part of a status
    """Everything is built, and people are asked."""
    parts: Json = {
        "state": "waiting",
        "stages": stages(**dict.fromkeys(PREPARING, "done")),
        "ledger": PREPARED,
        "questions": [question(*voters)],
    }
    return planned() | parts | changes


def failed(reached: str, **changes: Any) -> Json:  # noqa: ANN401  # any part of a status
    """A stage failed; every stage before it is done."""
    names = tuple(DESCRIBED)
    before = dict.fromkeys(names[: names.index(reached)], "done")
    parts: Json = {
        "state": "failed",
        "stages": stages(**before, **{reached: "failed"}),
        "questions": [] if reached in PREPARING else [question("bob", "carol", state="approved")],
        "error": {
            "code": "gate_red",
            "sentence": "The check test failed: 1 failed, 41 passed.",
            "next": "Make “make test” pass, then release again.",
            "exit_code": 1,
        },
        "cause": {"class": "gate", "hint": "Usually the repository has to become green first."},
    }
    return planned() | {"ledger": PREPARED} | parts | changes


def done(**changes: Any) -> Json:  # noqa: ANN401  # any part of a status
    """Published and announced."""
    parts: Json = {
        "state": "done",
        "finished": "2026-03-04T12:30:00.000Z",
        "stages": stages(**dict.fromkeys(DESCRIBED, "done")),
        "ledger": [*PREPARED, *PUBLISHED],
        "questions": [question("bob", "carol", state="approved")],
        "seconds": {"total": 1800.0, "waiting": 1620.0, "overhead": 2.0, "stages": {}},
    }
    return planned() | parts | changes


def question(*voters: str, **changes: Any) -> Json:  # noqa: ANN401  # any part of a question
    """The question that bob and carol have to answer, and those of them who said yes."""
    asked_of: Json = {
        "id": QUESTION,
        "kind": "publish",
        "state": "open",
        "digest": f"sha256:{'d' * 64}",
        "votes": [vote(voter) for voter in voters],
        "needed": 2,
        "counted": list(voters),
        "awaits": [name for name in ("bob", "carol") if name not in voters],
        "asked": "2026-03-04T12:02:00.000Z",
        "expires": "2026-03-04T14:02:00.000Z",
        "why": "",
        "reminders": 0,
        "solo": False,
        "last_vote": len(voters) == 1,
    }
    return asked_of | changes


def vote(person: str, answer: str = "approve", reason: str = "") -> Json:
    """A vote through the console."""
    return {
        "person": person,
        "answer": answer,
        "time": "2026-03-04T12:10:00.000Z",
        "reason": reason,
        "account": f"console:{person}",
        "typed": "",
    }


def stages(**states: str) -> list[Json]:
    """The whole pipeline; a stage without a state is planned."""
    return [
        {
            "name": name,
            "describes": described,
            "state": states.get(name, "planned"),
            "started": None,
            "seconds": 2.5 if name in states else 0.0,
        }
        for name, described in DESCRIBED.items()
    ]


def row(stage: str, target: str, key: str, state: str = "done", **evidence: str) -> Json:
    """A row of the ledger."""
    return {"stage": stage, "target": target, "key": key, "state": state, "evidence": evidence}


def ready(key: str, state: str = "done", **evidence: str) -> Json:
    """A gate of check_ready."""
    return row("check_ready", "ready", key, state, **evidence)


def built(name: str, size: int, digit: str) -> Json:
    """A file that was built."""
    digest = f"sha256:{digit * 64}"
    kind = {".whl": "wheel", ".gz": "sdist", ".json": "sbom"}.get(Path(name).suffix, "checksums")
    return row("build_packages", "build", name, kind=kind, digest=digest, size=str(size))


def audit_row(number: int, action: str, actor: str = "releasebot", **data: Any) -> Json:  # noqa: ANN401  # any part of a row
    """A row of the release's audit."""
    time = f"2026-03-04T12:{number:02}:00.000Z"
    return {
        "number": number,
        "time": time,
        "actor": actor,
        "action": action,
        "release": RELEASE,
        "data": data,
    }


def published(stage: str, index: str) -> Json:
    """The wheel at an index, with its bytes and its page."""
    home = f"https://{index}.example.org"
    return row(stage, index, WHEEL, url=f"{home}/greeter", page=f"{home}/{PAGE}")


PREPARED = [
    ready("branch main", commit="1" * 40),
    ready("notes", source="changelog", changes="1"),
    row("prepare_release", "git", "release/v1.2.0", commit="2" * 40),
    row("run_checks", "checks", "test", commit="2" * 40, seconds="3.1"),
    built(SDIST, 4300, "a"),
    built(WHEEL, 5120, "b"),
    row("smoke_test", "smoke", "python 3.11", detail="1.2.0"),
]
PUBLISHED = [
    published("publish_testpypi", "testpypi"),
    published("publish_pypi", "pypi"),
    row("publish_github_release", "github", "published v1.2.0", url="https://git.example.org/r"),
    row("announce", "chat", "releases", url="https://chat.example.org/1"),
]
HELD = {"person": "bob", "reason": "the docs are late", "time": "2026-03-04T12:10:00.000Z"}
GAVE_UP = {"person": "alice", "reason": "wrong branch", "time": "2026-03-04T12:10:00.000Z"}
MOVED = {
    "from": "1" * 40,
    "to": "3" * 40,
    "commits": 3,
    "choices": ["without", "with"],
    "choice": "",
    "why": "main moved from 111111111111 to 333333333333 (3 commits: fix: a typo).",
}
FORCED = MOVED | {
    "commits": 0,
    "choices": ["with"],
    "why": "main was moved by force: it lacks 111111111111, from which this was planned.",
}
RED = row("run_checks", "checks", "test", "differs", why="1 failed, 41 passed")
PUBLIC = [
    {"stage": "publish_testpypi", "target": "testpypi", "key": WHEEL},
    {"stage": "tag_release", "target": "git", "key": "tag v1.2.0"},
]
REFUSED = {
    "code": "credentials",
    "sentence": "PyPI refused the bot's credentials.",
    "next": "Replace the token, then retry.",
    "exit_code": 1,
}
CANCELLED = {
    "code": "cancelled",
    "sentence": "alice cancelled this release: wrong branch.",
    "next": "Start it again whenever you like.",
    "exit_code": 3,
}
REJECTED = {
    "code": "rejected",
    "sentence": "bob rejected this release: the notes lie.",
    "next": "Mend it, then start the release again.",
    "exit_code": 3,
}
VOID = question("bob", state="void", why="alice edited the notes.")
AGAIN = question(id="0a1b2c3d4e5f:publish:2")
