"""What a request makes of a release: its fields, its tag, and whether it becomes the latest."""

import sqlite3
from datetime import UTC, datetime
from typing import Any

from packaging.version import InvalidVersion, Version

from bot.rehearsal import journal
from bot.rehearsal.bare_repository import ZERO
from bot.rehearsal.github import asking, problems
from bot.rehearsal.github.git import refs
from bot.rehearsal.github.rules import immutability
from bot.rehearsal.storage import MOMENT, now


def wanted_release(
    hosted: asking.Hosted, content: dict[str, Any], before: sqlite3.Row | None
) -> dict[str, Any]:
    """The release as it is to be: what is asked for, else as it was, else GitHub's default."""
    old = dict(before) if before else {"tag": "", "target": "", "title": None, "body": None}
    draft = asking.optional(content, "draft", bool(old.get("draft", False)))
    return {
        "repository": hosted.id,
        "tag": asking.optional(content, "tag_name", old["tag"]),
        "target": asking.optional(
            content, "target_commitish", old["target"] or hosted.default_branch
        ),
        "title": asking.optional(content, "name", old["title"] or ""),
        "body": asking.optional(content, "body", old["body"] or ""),
        "draft": draft,
        "prerelease": asking.optional(content, "prerelease", bool(old.get("prerelease", False))),
        "make_latest": _latest_word(content, is_new=not draft and bool(old.get("draft", True))),
        "created": old.get("created") or now(),
        "updated": now(),
        "published": None if draft else old.get("published") or now(),
    }


def _latest_word(content: dict[str, Any], *, is_new: bool) -> str:
    """What is asked for; "true" for what is published now, and "" leaves the mark where it is."""
    word = str(content.get("make_latest", "true" if is_new else "")).lower()
    if word not in {"true", "false", "legacy", ""}:
        raise problems.invalid("Release", "make_latest")
    return word


def check_latest(content: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Refuse to make a draft or a pre-release the latest, as GitHub does in a change."""
    if (wanted["draft"] or wanted["prerelease"]) and content.get("make_latest") == "true":
        raise problems.unprocessable("Latest release cannot be draft or prerelease")


def date(hosted: asking.Hosted, wanted: dict[str, Any]) -> None:
    """Give what is published the date of its commit, by which GitHub orders releases."""
    seconds = int(hosted.git.text("log", "-1", "--format=%ct", f"refs/tags/{wanted['tag']}", "--"))
    wanted["created"] = datetime.fromtimestamp(seconds, UTC).strftime(MOMENT)


def ensure_tag(hosted: asking.Hosted, wanted: dict[str, Any], own_id: int | None) -> None:
    """One published release for a tag, and the tag itself, made at the target if it is missing."""
    taken = hosted.storage.db.execute(
        "SELECT 1 FROM releases WHERE repository = ? AND tag = ? AND NOT draft AND id IS NOT ?",
        (hosted.id, wanted["tag"], own_id),
    ).fetchone()
    if taken:
        raise problems.invalid("Release", "tag_name", "already_exists")
    immutability.check_name(hosted, wanted["tag"], own_id)
    name = f"refs/tags/{wanted['tag']}"
    if not hosted.git.is_valid_ref_name(name):
        raise problems.invalid("Release", "tag_name")
    if hosted.git.ref(name) is not None:
        return
    commit = hosted.git.resolve(wanted["target"])
    if commit is None:
        raise problems.invalid("Release", "target_commitish")
    refs.move(hosted, name, commit, ZERO)


def latest(db: sqlite3.Connection, repository: int) -> sqlite3.Row | None:
    """What was made the latest, else the final release with the newest commit, then version."""
    finals = db.execute(
        "SELECT * FROM releases WHERE repository = ? AND NOT draft AND NOT prerelease",
        (repository,),
    ).fetchall()
    return max(
        finals,
        key=lambda row: (row["latest"], row["created"], _version(row["tag"]), row["id"]),
        default=None,
    )


def _version(tag: str) -> Version:
    try:
        return Version(tag)
    except InvalidVersion:
        return Version("0.dev0")


def make_latest(
    db: sqlite3.Connection, repository: int, release: int | None, wanted: dict[str, Any]
) -> bool:
    """Mark the release as the latest, or nothing for "legacy"; whether another one is it now."""
    before = latest(db, repository)
    word = wanted["make_latest"]
    if wanted["draft"] or wanted["prerelease"]:
        db.execute("UPDATE releases SET latest = 0 WHERE id = ?", (release,))
    elif word in {"true", "legacy"}:
        marked = release if word == "true" else None
        change = "UPDATE releases SET latest = (id IS ?) WHERE repository = ?"
        db.execute(change, (marked, repository))
    after = latest(db, repository)
    return after is not None and (before is None or before["id"] != after["id"])


def kind_of_change(before: sqlite3.Row, wanted: dict[str, Any], *, moved: bool) -> str:
    """What the journal calls this change; "" where nothing changed."""
    if before["draft"] and not wanted["draft"]:
        return "release_published"
    names = ("tag", "target", "title", "body", "prerelease")
    same = all((before[name] or "") == (wanted[name] or "") for name in names)
    return "" if same and not moved else "release_edited"


def digest(wanted: dict[str, Any]) -> str:
    """What the journal says about the release's text."""
    return journal.text_digest(wanted["target"], wanted["title"], wanted["body"])
