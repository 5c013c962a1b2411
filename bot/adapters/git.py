"""Git: a repository that is only read, be it a local clone or our own mirror of a remote one."""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import ParamSpec, TypeVar

from bot import errors
from bot.adapters import git_copy, git_history, git_tree
from bot.adapters.git_clone import GitClone
from bot.adapters.git_mirror import GitMirror
from bot.adapters.git_tree import Entry
from bot.adapters.tokens import Token
from bot.domain import foreign_text
from bot.domain.notes import history
from bot.domain.notes.changes import Commit
from bot.domain.plans.facts import RepositoryFacts, RepositoryRules, TagFact
from bot.domain.versions import references, version_files, version_places
from bot.settings import parse_repository_rules

RULES = ".releasebot.toml"
_SUBMODULE_URL = re.compile(r"^\s*url\s*=\s*(\S+)", re.MULTILINE)
_MOST_NAMED = 5  # paths in one warning

P = ParamSpec("P")
T = TypeVar("T")


class GitRepository:
    """Implements `ports.Repository`; git blocks, so it runs in one thread of ours."""

    def __init__(self, source: GitClone | GitMirror) -> None:
        """Read what `source` has."""
        self._source = source
        self._git = source.git
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="git")

    @classmethod
    def local(cls, path: Path) -> "GitRepository":
        """Read a person's clone directly; nothing is fetched and nothing is written."""
        return cls(GitClone(path))

    @classmethod
    def mirror(
        cls, folder: Path, url: str, token: Token | None = None, *, allow_file: bool = False
    ) -> "GitRepository":
        """Keep a bare mirror of `url` in `folder`, fetched before each look."""
        return cls(GitMirror(folder, url, token, allow_file=allow_file))

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown()

    async def facts(self, branch: str | None, at: TagFact | None = None) -> RepositoryFacts:
        """What a plan needs to know of `branch`, or of it `at` a tag, freshly fetched."""
        return await self._in_thread(self._facts, branch, at)

    async def hosted_name(self) -> str:
        """The "owner/name" under which the repository is on GitHub, "" where it is not."""
        return await self._in_thread(self._source.hosted_name)

    async def read_files(self, commit: str, paths: Sequence[str]) -> dict[str, bytes]:
        """The bytes of those of `paths` that are regular files at `commit`."""
        return await self._in_thread(self._read_files, commit, paths)

    async def export(self, commit: str, folder: Path) -> None:
        """Write the tree of `commit` into the empty `folder`, without `.git`."""
        await self._in_thread(self._export, commit, folder)

    async def copy(self, branch: str | None, folder: Path) -> str:
        """Make the new bare repository `folder` of one branch and all tags; tells the branch."""
        return await self._in_thread(self._copy, branch, folder)

    async def changed_paths(self, parent: str, commit: str) -> tuple[str, ...] | None:
        """The paths that `commit` changes; None unless `parent` is its only parent."""
        return await self._in_thread(self._changed_paths, parent, commit)

    async def commits_between(self, older: str, newer: str) -> tuple[Commit, ...] | None:
        """The commits that `newer` has and `older` has not, newest first, bounded."""
        return await self._in_thread(self._commits_between, older, newer)

    async def is_ancestor(self, older: str, newer: str) -> bool:
        """Whether `newer` contains `older`."""
        return await self._in_thread(self._is_ancestor, older, newer)

    async def _in_thread(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: function(*args, **kwargs))

    def _read_files(self, commit: str, paths: Sequence[str]) -> dict[str, bytes]:
        self._source.find_commit(commit)
        tree = git_tree.read_tree(self._git, commit)
        wanted = [tree[path] for path in paths if path in tree and tree[path].is_regular]
        return git_tree.read_blobs(self._git, wanted)

    def _export(self, commit: str, folder: Path) -> None:
        self._source.find_commit(commit)
        git_tree.write_tree(self._git, git_tree.read_tree(self._git, commit), folder)

    def _copy(self, branch: str | None, folder: Path) -> str:
        self._source.refresh()
        name, _ = self._source.find_branch(branch)
        git_copy.copy(self._git, name, folder)
        return name

    def _changed_paths(self, parent: str, commit: str) -> tuple[str, ...] | None:
        self._source.find_commit(commit)
        parents = self._git.run("rev-list", "--parents", "--max-count=1", commit, "--")
        if parents.decode().split()[1:] != [references.parse_commit(parent)]:
            return None
        output = self._git.run(
            "diff-tree", "-r", "-z", "--name-only", "--no-renames", parent, commit
        )
        return tuple(
            path.decode("utf-8", "surrogateescape") for path in output.split(b"\0") if path
        )

    def _commits_between(self, older: str, newer: str) -> tuple[Commit, ...] | None:
        if not self._is_ancestor(older, newer):
            return None
        return git_history.read_commits(self._git, older, newer)

    def _is_ancestor(self, older: str, newer: str) -> bool:
        for commit in (older, newer):
            self._source.find_commit(commit)
        return git_history.is_ancestor(self._git, older, newer)

    def _facts(self, branch: str | None, at: TagFact | None) -> RepositoryFacts:
        self._source.refresh()
        name, tip = self._source.find_branch(branch)
        head = at.commit if at else tip
        tree = git_tree.read_tree(self._git, head)
        rules, files = self._texts(tree)
        tags = git_history.read_tags(self._git, rules.tag)
        tags = tuple(tag for tag in tags if tag != at)
        contained = git_history.contained_tags(self._git, tags, head, rules.tag)
        self._check_depth(tags, contained)
        by_name = {tag.name: tag.commit for tag in tags}
        wanted = {contained[0], contained[-1]} if contained else {""}
        since = {
            tag: git_history.read_commits(self._git, by_name.get(tag, ""), head) for tag in wanted
        }
        mentions = self._mentions(head, contained, rules)
        stating = version_places.mentioned_candidates(mentions)
        files |= self._read_texts(tree, [path for path in stating if path not in files])
        found = history.pull_requests_in([each for commits in since.values() for each in commits])
        return RepositoryFacts(
            branch=name,
            commit=head,
            tags=tags,
            previous_tags=contained,
            commits_since=since,
            pull_requests=tuple({request.number: request for request in found.values()}.values()),
            files=files,
            mentions=mentions,
            rules=rules,
            warnings=tuple(self._warnings(head, tree)),
        )

    def _texts(self, tree: Mapping[str, Entry]) -> tuple[RepositoryRules, dict[str, str]]:
        """The repository's own rules, and the texts of the files that a plan may need."""
        own = self._read_texts(tree, [RULES]).get(RULES)
        rules = parse_repository_rules(own, RULES) if own is not None else RepositoryRules()
        files = self._read_texts(tree, version_places.first_candidates(tree, rules))
        files |= self._read_texts(tree, version_places.named_candidates(files))
        if path := rules.announcement_template:
            template = self._read_texts(tree, [path]).get(path)
            if template is None:
                raise errors.BadConfiguration(
                    f"{RULES} names the template {path}, which is not in the repository.",
                    "Correct [templates] announcement, commit, and plan again.",
                )
            rules = replace(rules, announcement_template=template)
        return rules, files

    def _read_texts(self, tree: Mapping[str, Entry], paths: Sequence[str]) -> dict[str, str]:
        wanted = [tree[path] for path in paths if path in tree and tree[path].is_regular]
        blobs = git_tree.read_blobs(self._git, wanted)
        return {path: version_files.decode(content) for path, content in blobs.items()}

    def _check_depth(self, tags: tuple[TagFact, ...], contained: tuple[str, ...]) -> None:
        """In a shallow clone, a tag that seems to be elsewhere may only be out of sight."""
        is_certain = contained and contained[0] == tags[0].name
        if not is_certain and self._source.is_shallow():
            raise errors.BadRepository(
                "The clone is shallow, and its last version tag is out of sight.",
                "Run `git fetch --unshallow --tags`, then plan again.",
                reason="shallow",
            )

    def _mentions(
        self, head: str, contained: tuple[str, ...], rules: RepositoryRules
    ) -> dict[str, tuple[str, ...]]:
        current = references.tag_version(contained[0], rules.tag) if contained else None
        return git_tree.mentions(self._git, head, str(current)) if current else {}

    def _warnings(self, head: str, tree: Mapping[str, Entry]) -> list[str]:
        """What is in the tree and will not be in an export: submodules, files kept by Git LFS."""
        warnings = []
        submodules = [entry.path for entry in tree.values() if entry.is_submodule]
        if submodules:
            self._check_submodules(tree)
            warnings.append(f"Submodules are not built: {_named(submodules)}.")
        if ".gitattributes" in tree and (pointers := git_tree.lfs_pointers(self._git, head)):
            warnings.append(f"Git LFS holds the content of {_named(pointers)}.")
        return warnings

    def _check_submodules(self, tree: Mapping[str, Entry]) -> None:
        text = self._read_texts(tree, [".gitmodules"]).get(".gitmodules", "")
        for url in _SUBMODULE_URL.findall(text):
            if not url.startswith(("https://", "./", "../")):
                raise errors.BadRepository(
                    f".gitmodules names {foreign_text.printable(url)}, "
                    "whose protocol is not allowed.",
                    "Use https:// there, commit, and plan again.",
                    reason="bad_submodule",
                )


def _named(paths: Sequence[str]) -> str:
    shown = ", ".join(foreign_text.printable(path) for path in paths[:_MOST_NAMED])
    left = len(paths) - _MOST_NAMED
    return f"{shown} and {left} more" if left > 0 else shown
