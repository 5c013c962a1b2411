"""Surveying: looking at a folder for `releasebot init`; nothing of it is run or written.

What is committed counts. Only where there is no commit yet, files are read from the disk.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bot import errors
from bot.adapters import git_clone, git_tree
from bot.adapters.git_clone import GitClone
from bot.domain.detection import survey
from bot.domain.detection.survey import Survey
from bot.domain.versions import version_files, version_places

MOST_PATHS = 20_000
BIGGEST = 2**20  # bytes of a file that is read
ASIDE = {"node_modules", "build", "dist", "site-packages"}


def look(folder: Path) -> Survey:
    """What is there. Raises `BadRepository` where there is no such folder."""
    name = folder.resolve().name
    clone = GitClone(folder)
    try:
        clone.refresh()
    except errors.BadRepository:
        if not folder.is_dir():
            raise
        return _on_disk(folder, Survey(folder=name, kind="folder", files={}, mentions={}))
    is_bare = clone.git.run("rev-parse", "--is-bare-repository").strip() == b"true"
    seen = Survey(
        folder=name,
        kind="bare" if is_bare else "clone",
        commit=git_clone.resolve(clone.git, "HEAD") or "",
        hosted=clone.hosted_name(),
        files={},
        mentions={},
    )
    return _committed(clone, seen) if seen.commit else _on_disk(folder, seen)


def _committed(clone: GitClone, seen: Survey) -> Survey:
    tree = git_tree.read_tree(clone.git, seen.commit)
    entries = {path: each for path, each in tree.items() if path.isprintable() and each.is_regular}

    def texts(paths: tuple[str, ...]) -> dict[str, str]:
        wanted = [entries[p] for p in paths if p in entries and entries[p].size <= BIGGEST]
        blobs = git_tree.read_blobs(clone.git, wanted)
        return {path: version_files.decode(content) for path, content in blobs.items()}

    files = texts(survey.wanted_paths(entries))
    files |= texts(survey.named_paths(files))
    tags = clone.git.run("for-each-ref", "--format=%(refname:lstrip=2)", "refs/tags")
    names = tuple(tags.decode("utf-8", "replace").splitlines())
    seen = replace(seen, paths=tuple(entries), files=files, tags=names)
    if version := survey.stated_version(seen):
        mentions = git_tree.mentions(clone.git, seen.commit, version)
        files |= texts(version_places.mentioned_candidates(mentions))
        seen = replace(seen, files=files, mentions=mentions)
    return seen


def _on_disk(folder: Path, seen: Survey) -> Survey:
    paths = tuple(sorted(_walk(folder)))

    def texts(wanted: tuple[str, ...]) -> dict[str, str]:
        return {
            path: version_files.decode((folder / path).read_bytes())
            for path in wanted
            if path in paths and (folder / path).stat().st_size <= BIGGEST
        }

    files = texts(survey.wanted_paths(paths))
    return replace(seen, paths=paths, files=files | texts(survey.named_paths(files)))


def _walk(top: Path) -> Iterator[str]:
    """Plain files below a folder, bounded; links, hidden folders and environments stay aside."""
    count = 0
    for folder, inner, names in os.walk(top):
        inner[:] = [
            name
            for name in inner
            if name not in ASIDE
            and not name.startswith(".")
            and not Path(folder, name, "pyvenv.cfg").exists()
        ]
        for name in names:
            path = Path(folder, name)
            count += 1
            if count > MOST_PATHS:
                return
            if name.isprintable() and path.is_file() and not path.is_symlink():
                yield path.relative_to(top).as_posix()
