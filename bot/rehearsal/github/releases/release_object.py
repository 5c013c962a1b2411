"""GitHub's release and asset objects."""

import sqlite3
from urllib.parse import quote

from bot.rehearsal.github import asking, people
from bot.rehearsal.github.rules import immutability


def release(hosted: asking.Hosted, row: sqlite3.Row) -> dict[str, object]:
    """A release with its assets."""
    release_id, tag = row["id"], quote(row["tag"], safe="/")
    url = hosted.api("releases", release_id)
    shown = f"untagged-{release_id:020x}" if row["draft"] else tag
    assets = hosted.storage.db.execute(
        "SELECT * FROM assets WHERE release = ? ORDER BY id", (release_id,)
    ).fetchall()
    return {
        "url": url,
        "assets_url": f"{url}/assets",
        "upload_url": f"{url}/assets{{?name,label}}",
        "html_url": hosted.page("releases/tag", shown),
        "id": release_id,
        "node_id": f"RE_{release_id}",
        "author": people.user(hosted.base, row["author"]),
        "tag_name": row["tag"],
        "target_commitish": row["target"],
        "name": row["title"],
        "body": row["body"],
        "draft": bool(row["draft"]),
        "prerelease": bool(row["prerelease"]),
        "immutable": immutability.is_frozen(hosted, release_id),
        "created_at": row["created"],
        "updated_at": row["updated"],
        "published_at": row["published"],
        "tarball_url": None if row["draft"] else hosted.api("tarball", tag),
        "zipball_url": None if row["draft"] else hosted.api("zipball", tag),
        "assets": [asset(hosted, row, each) for each in assets],
    }


def asset(hosted: asking.Hosted, release: sqlite3.Row, row: sqlite3.Row) -> dict[str, object]:
    """A file of a release; `starter` while its bytes are not all there."""
    name = quote(row["name"])
    return {
        "url": hosted.api("releases/assets", row["id"]),
        "id": row["id"],
        "node_id": f"RA_{row['id']}",
        "name": row["name"],
        "label": row["label"],
        "uploader": people.user(hosted.base, people.BOT),
        "content_type": row["content_type"],
        "state": "uploaded" if row["sha256"] else "starter",
        "size": row["size"],
        "digest": f"sha256:{row['sha256']}" if row["sha256"] else None,
        "download_count": 0,
        "created_at": row["created"],
        "updated_at": row["updated"],
        "browser_download_url": hosted.page("releases/download", quote(release["tag"]), name),
    }
