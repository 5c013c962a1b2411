"""What a request makes of a release: its fields, its tag, and whether it becomes the latest."""

import sqlite3
from typing import Any

from bot.rehearsal import journal
from bot.rehearsal.bare_repository import ZERO
from bot.rehearsal.github import asking, problems
from bot.rehearsal.github.git import refs
from bot.rehearsal.github.rules import immutability
from bot.rehearsal.storage import now


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
        "make_latest": _latest_word(content),
        "created": old.get("created") or now(),
        "updated": now(),
        "published": None if draft else old.get("published") or now(),
    }


def _latest_word(content: dict[str, Any]) -> str:
    word = str(content.get("make_latest", "true" if "draft" in content else "")).lower()
    if word not in {"true", "false", "legacy", ""}:
        raise problems.invalid("Release", "make_latest")
    return word


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


def make_latest(
    db: sqlite3.Connection, repository: int, release: int | None, wanted: dict[str, Any]
) -> bool:
    """Move the mark of the latest release to this one if that is wanted; whether it moved."""
    if wanted["draft"] or wanted["prerelease"] or wanted["make_latest"] not in {"true", "legacy"}:
        return False
    marked = db.execute(
        "SELECT id FROM releases WHERE repository = ? AND latest", (repository,)
    ).fetchone()
    db.execute("UPDATE releases SET latest = (id = ?) WHERE repository = ?", (release, repository))
    return marked is None or marked["id"] != release


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
