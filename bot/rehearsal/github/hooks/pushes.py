"""Telling of refs that moved, came or went: push, create and delete."""

from bot.rehearsal.bare_repository import ZERO
from bot.rehearsal.github import asking, people
from bot.rehearsal.github.git import rest_commit
from bot.rehearsal.github.hooks import outbox

MOST_COMMITS = 20
_KINDS = {"heads": "branch", "tags": "tag"}


def tell(hosted: asking.Hosted, name: str, before: str, after: str) -> None:
    """Tell of one ref; other kinds than branches and tags are told of to nobody."""
    _, folder, short = name.split("/", 2)
    if folder not in _KINDS:
        return
    ref = {"ref": short, "ref_type": _KINDS[folder]}
    if before == ZERO:
        facts = {"master_branch": hosted.default_branch, "description": None}
        outbox.emit(hosted, "create", ref | facts | {"pusher_type": "user"})
    if after == ZERO:
        outbox.emit(hosted, "delete", ref | {"pusher_type": "user"})
    outbox.emit(hosted, "push", _push(hosted, name, before, after))


def _push(hosted: asking.Hosted, name: str, before: str, after: str) -> dict[str, object]:
    head = None if after == ZERO else hosted.git.resolve(after)
    start = None if before == ZERO else hosted.git.resolve(before)
    is_forced = bool(head and start) and not hosted.git.is_ancestor(str(start), str(head))
    limit = f"--max-count={MOST_COMMITS}"
    since = [f"^{start}"] if start else ["--not", f"refs/heads/{hosted.default_branch}"]
    listed = hosted.git.text("rev-list", "--reverse", limit, head, *since) if head else ""
    span = f"{before[:12]}...{after[:12]}" if start and head else (head or before)[:12]
    return {
        "ref": name,
        "before": before,
        "after": after,
        "created": before == ZERO,
        "deleted": after == ZERO,
        "forced": is_forced,
        "base_ref": None,
        "compare": hosted.page("compare", span),
        "commits": [_commit(hosted, sha) for sha in listed.splitlines()],
        "head_commit": _commit(hosted, head) if head else None,
        "pusher": {"name": hosted.by, "email": f"{people.quoted(hosted.by)}@example.org"},
    }


def _commit(hosted: asking.Hosted, sha: str) -> dict[str, object]:
    (commit,) = rest_commit.simple_commits(hosted, [sha])
    parent = hosted.git.resolve(f"{sha}^") or hosted.git.write("tree", b"")
    files = rest_commit.changed_files(hosted, parent, sha)
    named = {"added": "added", "removed": "removed", "modified": "modified"}
    return commit | {
        "distinct": True,
        "url": hosted.page("commit", sha),
        **{key: [f["filename"] for f in files if f["status"] == s] for key, s in named.items()},
    }
