"""The status of one release at the moments of its life that people see, written out by hand."""

from pathlib import Path
from typing import Any

from bot.domain.card import make_card
from bot.domain.conversation import messages, thread

Json = dict[str, Any]

RELEASE = "11f0d1bbe0f6"
MOMENTS = ("planned", "preparing", "asked", "one vote", "moved", "held", "publishing")
ENDS = ("red", "failed", "done", "cancelled")
COMMIT = "b869314d23ee7bda7f73ddd4c7bccbe863a91c11"
BASE = "bfdeb67db5a80916c900f51bc55252bbe9eaa6fb"
NOTES = """### Added

- Greetings in French, by `--language fr`.
- `good_evening`, for late hours.

### Fixed

- Names keep the spaces inside them."""
STAGES = {
    "check_ready": ("Check that main can be released as 1.2.0", 0.1),
    "prepare_release": ("Commit version 1.2.0 and its changelog on release/v1.2.0", 0.2),
    "run_checks": ("Run the checks test", 41.7),
    "build_packages": ("Build greeter-acme 1.2.0 in the sandbox", 12.4),
    "smoke_test": ("Install and import the wheel on Python 3.11, 3.13", 3.1),
    "publish_testpypi": ("Upload greeter-acme 1.2.0 to TestPyPI and install it from there", 21.2),
    "land_release_commit": ("Move main forward to the release commit", 0.3),
    "tag_release": ("Tag the release commit as v1.2.0", 0.4),
    "draft_github_release": ("Draft the GitHub release Acme Greeter v1.2.0 with all files", 1.9),
    "publish_pypi": ("Upload greeter-acme 1.2.0 to PyPI; this cannot be undone", 8.8),
    "publish_github_release": (
        "Publish the GitHub release v1.2.0 as the latest, unless a higher one is out",
        0.6,
    ),
    "announce": ("Announce Acme Greeter v1.2.0 in releases", 0.2),
}
MOVED = {
    "from": BASE,
    "to": COMMIT,
    "commits": 2,
    "choice": "",
    "choices": ["without", "with"],
    "why": "main moved from bfdeb67db5a8 to c0ffee123456 (2 commits: Fix the umlauts).",
}
LOG = """F.........................................                              [100%]
=================================== FAILURES ===================================
_____________________________ test_a_name_is_kept ______________________________

>       assert greet("Ada  Lovelace") == "Good evening, Ada  Lovelace!"
E       AssertionError: assert 'Good evening, Ada Lovelace!' == 'Good evening...da  Lovelace!'
=========================== short test summary info ============================
FAILED tests/test_greeter.py::test_a_name_is_kept - AssertionError: assert 'Goo...
========================= 1 failed, 41 passed in 3.12s =========================
make: *** [Makefile:7: test] Error 1"""
EARLY = ("planned", "preparing", "red")  # before anybody was asked
PREPARED = 5  # stages before the question
FILES = {
    "greeter_acme-1.2.0.tar.gz": "7bbcc1a8c637d50902bea8319e6c680df43c7915bf61ad240e1bb2fdcb3d6f8a",
    "greeter_acme-1.2.0-py3-none-any.whl": (
        "db1cc5eadfa235334e7be99407e4fb2480e4a6e92db1597ff3efd9092db24d6b"
    ),
    "SHA256SUMS": "ac66ea9a83f2f1e3bd0e0c7ce77114a8cb7ea258e4897f2dde5dde810018193b",
}

PACKAGES = tuple(FILES)[:2]
AT_THE_CODE_HOST = "https://code.example.org/acme/greeter/releases/tag/v1.2.0"


def conversation(moment: str) -> messages.Conversation:
    """The release at that moment, as a channel shows it."""
    status = sample_status(moment)
    return messages.Conversation(
        card=make_card(status), thread=thread.make_thread(_audit(moment), status)
    )


def sample_status(moment: str) -> Json:
    """What the releases would tell at that moment."""
    states = {"red": "failed", "moved": "waiting", "asked": "waiting", "one vote": "waiting"}
    running = {"preparing": "running", "publishing": "running"}
    planned: Json = {
        "schema": 1,
        "release": RELEASE,
        "project": "greeter",
        "version": "1.2.0",
        "bump": "minor",
        "state": {**states, **running}.get(moment, moment),
        "finished": "2026-03-04T14:12:00.000Z" if moment in ("done", "cancelled") else None,
        "requester": "alice",
        "error": None,
        "waits_for": "",
        "created": "2026-03-04T14:00:00.000Z",
        "seconds": {"total": 720.0, "waiting": 640.0, "overhead": 0.5, "stages": {}},
        "previous": "1.1.1",
        "tag": "v1.2.0",
        "package": "greeter-acme",
        "title": "Acme Greeter",
        "branch": "main",
        "commit": BASE,
        "digest": "sha256:422a274f67c5",
        "land": "pull-request",
        "stages": _stages(moment),
        "questions": _questions(moment),
        "ledger": _ledger(moment),
        "left_out": [_left_out("lint"), _left_out("docs")],
        "changes": [{}] * 5,
        "notes": NOTES,
        "notes_digest": "sha256:0123",
        "announce": ["releases"],
        "announcement": f"# Acme Greeter v1.2.0 is out\n\n{NOTES}",
        "warnings": [],
        "held": None,
        "cancelled": None,
        "moved": None,
        "bypasses": [],
        "public": [],
    }
    return planned | _special(moment)


def _special(moment: str) -> Json:
    person = {"person": "bob", "time": "2026-03-04T14:05:00.000Z"}
    match moment:
        case "held":
            return {"held": {**person, "reason": "the docs are not ready"}}
        case "cancelled":
            sentence = "bob cancelled this release: wrong branch."
            error = {"code": "cancelled", "sentence": sentence, "next": "", "exit_code": 3}
            return {"cancelled": {**person, "reason": "wrong branch"}, "error": error}
        case "moved":
            return {"moved": MOVED}
        case "red":
            sentence = "The check test failed: 1 failed, 41 passed in 3.12s."
            steps = "Make “make test” pass and plan again with the fix, or override it."
            error = {"code": "gate_red", "sentence": sentence, "next": steps, "exit_code": 1}
            hint = "Usually the repository has to become green first."
            red = {"error": error | {"log": LOG}, "cause": {"class": "gate", "hint": hint}}
            return red | {"red_gates": ["test"]}
        case "failed":
            sentence = "PyPI did not answer for five minutes (503)."
            steps = "Retry when it is back; what is there already is left alone."
            error = {"code": "unknown", "sentence": sentence, "next": steps, "exit_code": 5}
            public = [_public("testpypi", name) for name in list(FILES)[:2]]
            cause = {"class": "no answer", "hint": "Usually it passes: retry in some minutes."}
            public.append(_public("git", "tag v1.2.0"))
            return {"error": error, "cause": cause, "public": public}
    return {}


def _public(target: str, key: str) -> Json:
    return {"stage": "", "target": target, "key": key}


def _reached(moment: str) -> int:
    """How many stages are over."""
    early = {
        "planned": 0,
        "preparing": 2,
        "red": 2,
        "publishing": 7,
        "failed": 9,
        "done": len(STAGES),
    }
    return early.get(moment, PREPARED)


def _stages(moment: str) -> list[Json]:
    now = {"preparing": "running", "publishing": "running", "red": "failed", "failed": "failed"}
    rows = []
    for number, (name, (label, seconds)) in enumerate(STAGES.items()):
        state = "done" if number < _reached(moment) else "planned"
        if number == _reached(moment):
            state = now.get(moment, "planned")
        spent = seconds if state != "planned" else 0.0
        rows.append({"name": name, "describes": label, "state": state, "seconds": spent})
    return rows


def _questions(moment: str) -> list[Json]:
    if moment in EARLY:
        return []
    is_open = moment in ("asked", "one vote", "moved", "held")
    voters = {"asked": (), "one vote": ("bob",), "moved": ("bob",), "held": ("bob",)}
    votes = voters.get(moment, ("bob", "carol"))
    return [
        {
            "id": "3dffd73e5d83617c",
            "kind": "publish",
            "state": "open" if is_open else "approved",
            "digest": "sha256:422a274f67c59b9f",
            "votes": [_vote(person) for person in votes],
            "counted": list(votes),
            "needed": 2,
            "awaits": [name for name in ("bob", "carol") if name not in votes] if is_open else [],
            "last_vote": is_open and len(votes) == 1,
            "asked": "2026-03-04T14:01:00.000Z",
            "expires": "2026-03-05T14:01:00.000Z",
        }
    ]


def _vote(person: str) -> Json:
    time = "2026-03-04T14:03:00.000Z"
    return {"person": person, "answer": "approve", "time": time, "reason": "", "account": ""}


def _ledger(moment: str) -> list[Json]:
    done = list(STAGES)[: _reached(moment)]
    rows = [
        ("check_ready", "ready", "checks of the commit", {}),
        ("check_ready", "ready", "notes", {}),
        ("prepare_release", "git", "release/v1.2.0", {"commit": COMMIT}),
        ("run_checks", "checks", "test", {}),
        *(("build_packages", "build", name, _built(name)) for name in FILES),
        ("smoke_test", "smoke", "python 3.11", {}),
        ("smoke_test", "smoke", "python 3.13", {}),
        *(("publish_testpypi", "testpypi", name, _listed("testpypi")) for name in PACKAGES),
        *(("publish_pypi", "pypi", name, _listed("pypi")) for name in PACKAGES),
        ("publish_github_release", "github", "published v1.2.0", {"url": AT_THE_CODE_HOST}),
        ("announce", "chat", "releases", {"url": "https://chat.example.org/releases/1"}),
    ]
    found = [
        {"stage": stage, "target": target, "key": key, "state": "done", "evidence": evidence}
        for stage, target, key, evidence in rows
        if stage in done
    ]
    return found + ([_red()] if moment == "red" else [])


def _red() -> Json:
    evidence = {"why": "the check test failed: 1 failed, 41 passed in 3.12s", "log": LOG}
    named = {"stage": "run_checks", "target": "checks", "key": "test"}
    return {**named, "state": "differs", "evidence": evidence}


def _built(name: str) -> Json:
    kinds = {".whl": "wheel", ".gz": "sdist"}
    return {
        "kind": kinds.get(Path(name).suffix, "checksums"),
        "digest": f"sha256:{FILES[name]}",
        "size": str(1000 + 377 * len(name)),
    }


def _listed(index: str) -> Json:
    return {"page": f"https://{index}.example.org/project/greeter-acme/1.2.0/"}


def _left_out(check: str) -> Json:
    remedy = f"add {check} = {{ run = … }} to [checks] in .releasebot.toml"
    why = "not configured, so nobody knows"
    return {"target": f"check {check}", "why": why, "remedy": remedy, "stage": "run_checks"}


def _audit(moment: str) -> list[Json]:
    question = {"question": "3dffd73e5d83617c", "expires": "2026-03-05T14:01:00.000Z"}
    told: list[tuple[str, str, Json]] = [
        ("alice", "requested", {"bump": "minor", "branch": None}),
        ("releasebot", "planned", {"version": "1.2.0"}),
    ]
    if moment not in EARLY:
        told.append(("releasebot", "asked", question))
        told += [(vote["person"], "approve", {}) for vote in _questions(moment)[0]["votes"]]
    ends: dict[str, tuple[str, str, Json]] = {
        "moved": ("releasebot", "moved", MOVED),
        "held": ("bob", "held", {"reason": "the docs are not ready"}),
        "publishing": ("releasebot", "approved", {}),
        "red": ("releasebot", "failed", {"error": _special("red").get("error")}),
        "failed": ("releasebot", "failed", {"error": _special("failed").get("error")}),
        "done": ("releasebot", "done", {}),
        "cancelled": ("bob", "cancelled", {"reason": "wrong branch"}),
    }
    told += [ends[moment]] if moment in ends else []
    return [
        {
            "number": number,
            "time": f"2026-03-04T14:{number:02}:00.000Z",
            "actor": actor,
            "action": action,
            "data": data,
        }
        for number, (actor, action, data) in enumerate(told, start=1)
    ]
