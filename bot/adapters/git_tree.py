"""Git trees: the files of exact commits, read and written out without any filter or attribute."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bot import errors
from bot.adapters.git_command import GitCommand, GitFailed
from bot.domain import foreign_text

_REGULAR = ("100644", "100755", "100664")
_LINK, _SUBMODULE = "120000", "160000"
_BIGGEST_FILE = 64 * 1024 * 1024
_BIGGEST_TREE = 1024 * 1024 * 1024
_BATCH = 16 * 1024 * 1024  # bytes of files that are held at once
_MENTION_LIMIT = 4 * 1024 * 1024
_LFS = "version https://git-lfs.github.com/spec/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file, link or submodule of a tree. `size` is in bytes, 0 for a submodule."""

    path: str
    mode: str
    sha: str
    size: int

    @property
    def is_regular(self) -> bool:
        """Whether it is a file with content of its own."""
        return self.mode in _REGULAR

    @property
    def is_submodule(self) -> bool:
        """Whether it is a commit of another repository."""
        return self.mode == _SUBMODULE


def read_tree(git: GitCommand, commit: str) -> dict[str, Entry]:
    """Every entry of the commit's tree, by path."""
    rows = git.run("ls-tree", "-r", "-z", "-l", "--full-tree", commit).split(b"\0")
    entries = (_entry(row) for row in rows if row)
    return {entry.path: entry for entry in entries}


def read_blobs(git: GitCommand, entries: Sequence[Entry]) -> dict[str, bytes]:
    """The bytes of these files, by path."""
    contents: dict[str, bytes] = {}
    for batch in _batches(entries):
        wanted = "".join(f"{entry.sha}\n" for entry in batch).encode()
        output = git.run("cat-file", "--batch", given=wanted)
        position = 0
        for entry in batch:
            start = output.index(b"\n", position) + 1
            contents[entry.path] = output[start : start + entry.size]
            position = start + entry.size + 1
    return contents


def write_tree(git: GitCommand, entries: Mapping[str, Entry], folder: Path) -> None:
    """Write the tree into an empty folder; links stay within it, submodules stay out."""
    root = folder.resolve()
    for batch in _batches([entry for entry in entries.values() if entry.is_regular]):
        for path, content in read_blobs(git, batch).items():
            target = _target(root, entries[path])
            target.write_bytes(content)
            target.chmod(0o755 if entries[path].mode == "100755" else 0o644)
    links = [entry for entry in entries.values() if entry.mode == _LINK]
    goals = read_blobs(git, links)
    for entry in links:
        _target(root, entry).symlink_to(os.fsdecode(goals[entry.path]))
    for entry in links:
        _check_link(root, entry)


def mentions(git: GitCommand, commit: str, text: str) -> dict[str, tuple[str, ...]]:
    """The lines of text files that hold `text` as a word, by path; {} if there are too many."""
    try:
        output = git.run(
            "grep",
            "-z",
            "-I",
            "--no-textconv",
            "--no-color",
            "--max-count=20",
            "--full-name",
            *("-F", "-w", "-e", text),
            commit,
            "--",
            limit=_MENTION_LIMIT,
        ).decode("utf-8", "replace")
    except (GitFailed, errors.Failed):
        return {}  # nothing found, or more than anybody would read
    found: dict[str, list[str]] = {}
    for row in output.splitlines():
        name, _, line = row.partition("\0")
        found.setdefault(name.partition(":")[2], []).append(line)
    return {path: tuple(lines) for path, lines in found.items() if path}


def lfs_pointers(git: GitCommand, commit: str) -> tuple[str, ...]:
    """The files whose content is kept elsewhere by Git LFS, so that only a pointer is here."""
    return tuple(
        path
        for path, lines in mentions(git, commit, _LFS).items()
        if lines[0] == _LFS and not path.endswith((".md", ".rst"))
    )


def _entry(row: bytes) -> Entry:
    description, _, path = row.partition(b"\t")
    mode, _, sha, size = description.decode().split()
    return Entry(path=os.fsdecode(path), mode=mode, sha=sha, size=0 if size == "-" else int(size))


def _batches(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    batch: list[Entry] = []
    total, held = 0, 0
    for entry in entries:
        total, held = total + entry.size, held + entry.size
        if entry.size > _BIGGEST_FILE or total > _BIGGEST_TREE:
            raise errors.BadRepository(
                f"{foreign_text.printable(entry.path)} makes the tree bigger than we read.",
                f"Keep files under {_BIGGEST_FILE >> 20} MiB, all under {_BIGGEST_TREE >> 20}.",
                reason="too_big",
            )
        batch.append(entry)
        if held > _BATCH:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _target(root: Path, entry: Entry) -> Path:
    parts = PurePosixPath(entry.path).parts
    if not parts or {"..", "/", ".git"} & {part.lower() for part in parts}:
        raise _unsafe(entry, "has a path that leads out of its folder")
    target = root.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.parent.resolve() != target.parent:
        raise _unsafe(entry, "lies behind a symbolic link")
    return target


def _check_link(root: Path, entry: Entry) -> None:
    try:
        is_inside = (root / entry.path).resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # links in a circle
        is_inside = False
    if not is_inside:
        raise _unsafe(entry, "is a symbolic link that leads out of the repository")


def _unsafe(entry: Entry, what: str) -> errors.BadRepository:
    return errors.BadRepository(
        f"{foreign_text.printable(entry.path)} {what}.",
        "Remove it, commit, and plan again.",
        reason="unsafe_path",
    )
