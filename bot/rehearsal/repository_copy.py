"""Bringing a copy of somebody's repository into the world, without touching the original.

Git never runs inside a local original: its refs are copied as files into a repository of ours
that borrows its objects, so neither its configuration nor its hooks are ever read.
"""

import shutil
import tempfile
from pathlib import Path

from bot import errors
from bot.rehearsal import git_process, hosting, merged_pulls
from bot.rehearsal.bare_repository import BareRepository
from bot.rehearsal.git_process import GitFailed
from bot.rehearsal.storage import open_storage
from bot.rehearsal.world import World

SECONDS = 900.0
_REFS = ("HEAD", "packed-refs", "refs/heads", "refs/tags")


def import_repository(
    world: World, source: Path | str, full_name: str, default_branch: str | None = None
) -> None:
    """Copy a local clone, a bare repository or an https address into the world as `full_name`."""
    hosting.check_name(full_name)
    with (
        open_storage(world.folder) as storage,
        tempfile.TemporaryDirectory(dir=world.folder / "incoming") as folder,
    ):
        try:
            copy, branch = _copy(source, Path(folder), default_branch)
            pulls = merged_pulls.find_merged_pulls(copy, branch)
        except (GitFailed, OSError, UnicodeDecodeError) as failure:
            lines = str(failure).splitlines() or ["git said nothing"]
            raise errors.BadRepository(
                f"{source} could not be copied: {lines[-1]}",
                "Check it with `git fsck`, then try again.",
            ) from None
        hosting.host(storage, copy.folder, full_name, default_branch=branch, pulls=pulls)


def _copy(source: Path | str, folder: Path, wanted: str | None) -> tuple[BareRepository, str]:
    """A copy with HEAD on the branch that is to be the default one."""
    copy = BareRepository(folder / "copy.git")
    if isinstance(source, str) and "://" in source:
        _must_be_https(source)
        _clone(source, copy, protocol="https")
        branch = _branch(copy, source, wanted)
    else:
        lender = _lend(Path(source), folder / "lender.git")
        branch = _branch(lender, str(source), wanted)
        _clone(str(lender.folder), copy, protocol="file")
    copy.run("symbolic-ref", "HEAD", f"refs/heads/{branch}")
    return copy, branch


def _must_be_https(url: str) -> None:
    if not url.startswith("https://"):
        raise errors.BadInput(
            f"{url[:200]!r} is not an address that we fetch from.",
            "Give a folder of this machine or an https:// address.",
        )


def _git_folders(source: Path) -> tuple[Path, Path]:
    """The folder that holds HEAD, and the one that holds refs and objects.

    They differ in a linked work tree.
    """
    own = source / ".git"
    if own.is_file():
        own = source / own.read_text(encoding="utf-8").removeprefix("gitdir:").strip()
    own = own if own.is_dir() else source
    common = own
    if (own / "commondir").is_file():
        common = own / (own / "commondir").read_text(encoding="utf-8").strip()
    if not (own / "HEAD").is_file() or not (common / "objects").is_dir():
        raise errors.BadRepository(
            f"{source} is no git repository.", "Give the folder of a clone or of a bare repository."
        )
    return own, common.resolve()


def _lend(source: Path, place: Path) -> BareRepository:
    """A repository of our own that has the original's refs and borrows its objects."""
    own, original = _git_folders(source.absolute())
    if (original / "shallow").exists():
        raise errors.BadRepository(
            f"{source} is a shallow clone, so a part of its history is missing.",
            "Run `git fetch --unshallow` there, then try again.",
        )
    git_process.init_bare(place, "main")
    for name in _REFS:
        origin = (own if name == "HEAD" else original) / name
        if origin.is_dir():
            shutil.copytree(origin, place / name, dirs_exist_ok=True)
        elif origin.is_file():
            shutil.copyfile(origin, place / name)
    alternates = place / "objects" / "info" / "alternates"
    alternates.parent.mkdir(exist_ok=True)
    alternates.write_text(f"{original / 'objects'}\n", encoding="utf-8")
    return BareRepository(place)


def _clone(source: str, copy: BareRepository, *, protocol: str) -> None:
    allowed = f"protocol.{protocol}.allow=always"
    command = ["-c", allowed, "clone", "--quiet", "--bare", "--no-local", "--template="]
    git_process.run_git([*command, "--", source, str(copy.folder)], seconds=SECONDS)
    copy.run("remote", "remove", "origin")


def _branch(origin: BareRepository, source: str, wanted: str | None) -> str:
    """The branch that is to be the default one."""
    if not origin.refs("refs/heads"):
        raise errors.BadRepository(f"{source} has no commits yet.", "Commit something first.")
    try:
        branch = wanted or origin.text("symbolic-ref", "--short", "HEAD")
    except GitFailed:
        raise errors.BadRepository(
            f"{source} is on no branch.", "Check out a branch there, or say which one to release."
        ) from None
    if origin.ref(f"refs/heads/{branch}") is None:
        raise errors.BadRepository(
            f"{source} has no branch {branch!r}.", "Name one of its own branches."
        )
    return branch
