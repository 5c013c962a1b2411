"""Version places: which files of a repository state its version, found without configuration."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from packaging.utils import canonicalize_name

from bot import errors
from bot.domain.notes import changelog
from bot.domain.plans.facts import RepositoryFacts, RepositoryRules
from bot.domain.plans.plan import VersionFile
from bot.domain.versions import project_metadata, version_files
from bot.domain.versions.project_metadata import ProjectMetadata, table

_PLAIN = ("VERSION", "VERSION.txt", "version.txt")
_MODULES = ("__init__.py", "__about__.py", "__version__.py", "_version.py", "version.py")
_FIXED = (*project_metadata.FILE_NAMES, *_PLAIN, "uv.lock")
_DEEPEST = 3  # src/package/__init__.py
_MOST = 400
_ASIDE = {"test", "tests", "testing", "doc", "docs", "example", "examples"}
_DUNDER = re.compile(r"__version__[ \t]*(?::[^=]*)?=[ \t]*[\"']v?[0-9]")
_LITERAL = re.compile(
    r"^[ \t]*(?P<line>version\s*=\s*[\"']?[0-9][^\"'\n,]*[\"']?,?)[ \t]*\r?$", re.MULTILINE
)


def first_candidates(paths: Iterable[str], rules: RepositoryRules) -> tuple[str, ...]:
    """The paths whose text a plan may need, as far as their names tell; bounded."""
    named = {*rules.version_files, *rules.everywhere, *(path for path, _ in rules.anchored)}
    named |= {rules.changelog, *_FIXED}
    found = [path for path in paths if path in named or _is_changelog(path) or _is_module(path)]
    return tuple(sorted(found, key=lambda path: (path not in named, path.count("/"), path))[:_MOST])


def mentioned_candidates(mentions: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The modules outside of tests that say `__version__ = "…"` with the current version."""
    return tuple(
        path
        for path, lines in sorted(mentions.items())
        if path.endswith(".py")
        and not _ASIDE & set(PurePosixPath(path).parts[:-1])
        and any(_DUNDER.match(line) for line in lines)
    )


def named_candidates(files: Mapping[str, str]) -> tuple[str, ...]:
    """Further paths that the metadata in the first candidates' texts names."""
    metadata = project_metadata.read_metadata(files)
    return tuple(path for path, _, _ in _dynamic(metadata) if path not in files)


def version_places(facts: RepositoryFacts, metadata: ProjectMetadata) -> tuple[VersionFile, ...]:
    """Where the version is stated: as configured, else as found; with the configured lines."""
    files, rules = facts.files, facts.rules
    chosen = [_configured(path, files) for path in rules.version_files]
    if not chosen:
        modules = mentioned_candidates(facts.mentions)
        chosen = list(_detected(files, metadata, modules))
    chosen += [VersionFile(path=path, how="anchored", line=line) for path, line in rules.anchored]
    chosen += [VersionFile(path=path, how="everywhere") for path in rules.everywhere]
    for file in chosen:
        if file.path not in files:
            raise errors.BadConfiguration(
                f".releasebot.toml names {file.path}, which is not in the repository.",
                "Correct [version], commit, and plan again.",
            )
    return tuple(dict.fromkeys(chosen))


def changelog_path(files: Collection[str], rules: RepositoryRules) -> str | None:
    """The changelog: the configured one, else the first by its usual names."""
    if rules.changelog:
        return rules.changelog
    by_name = {path.lower(): path for path in sorted(files)}
    return next((by_name[n.lower()] for n in changelog.FILE_NAMES if n.lower() in by_name), None)


def is_dynamic(metadata: ProjectMetadata) -> bool:
    """Whether the build computes the version, so that no file has to state it."""
    return "version" in str(table(metadata.pyproject, "project").get("dynamic", ""))


def _is_changelog(path: str) -> bool:
    return path.lower() in {name.lower() for name in changelog.FILE_NAMES}


def _is_module(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return parts[-1] in _MODULES and len(parts) <= _DEEPEST


def _configured(path: str, files: Mapping[str, str]) -> VersionFile:
    name = PurePosixPath(path).name
    if name == "pyproject.toml":
        return VersionFile(path=path, how="pyproject")
    if name == "uv.lock":
        return VersionFile(path=path, how="uv_lock")
    if name in ("setup.cfg", "setup.py") and (file := _literal(path, files)):
        return file
    return VersionFile(path=path, how="attribute" if name.endswith(".py") else "plain")


def _detected(
    files: Mapping[str, str], metadata: ProjectMetadata, modules: Collection[str]
) -> Iterator[VersionFile]:
    possible = [VersionFile(path="pyproject.toml", how="pyproject")]
    possible += [file for path in ("setup.cfg", "setup.py") if (file := _literal(path, files))]
    for path, how, attribute in _dynamic(metadata):
        is_plain = how == "plain"
        possible.append(
            VersionFile(path=path, how="plain" if is_plain else "attribute", line=attribute)
        )
    possible += [
        VersionFile(path=path, how="attribute")
        for path in files
        if path in modules or (_is_module(path) and _is_own(path, metadata.package))
    ]
    possible += [VersionFile(path=path, how="plain") for path in _PLAIN]
    possible.append(VersionFile(path="uv.lock", how="uv_lock"))
    seen: set[str] = set()
    for file in possible:
        is_new = file.path in files and file.path not in seen
        if is_new and version_files.states_version(file, files[file.path], metadata.package):
            seen.add(file.path)
            yield file


def _is_own(path: str, package: str) -> bool:
    """Whether a module belongs to the import package that is named after the project."""
    folder = PurePosixPath(path).parent.name
    return bool(folder) and canonicalize_name(folder) == canonicalize_name(package)


def _literal(path: str, files: Mapping[str, str]) -> VersionFile | None:
    """The only line of setup.cfg or setup.py that states a version literally."""
    lines = [match["line"] for match in _LITERAL.finditer(files.get(path, ""))]
    if len(lines) != 1 or "{" in lines[0]:
        return None
    line = re.sub(r"[0-9][0-9A-Za-z.!+_-]*", "{version}", lines[0], count=1)
    return VersionFile(path=path, how="anchored", line=line)


def _dynamic(metadata: ProjectMetadata) -> Iterator[tuple[str, str, str]]:
    """Path, kind and attribute of the files that a build backend reads the version from."""
    tools = table(metadata.pyproject, "tool")
    for section in (table(tools, "hatch", "version"), table(tools, "pdm", "version")):
        if isinstance(path := section.get("path"), str):
            yield path, "attribute", ""
    yield from _setuptools(metadata)
    backend = str(table(metadata.pyproject, "build-system").get("build-backend", ""))
    if backend.startswith("flit"):
        named = table(tools, "flit", "module").get("name", metadata.package.replace("-", "_"))
        yield from _module_files(str(named), "")


def _setuptools(metadata: ProjectMetadata) -> Iterator[tuple[str, str, str]]:
    said = table(metadata.pyproject, "tool", "setuptools", "dynamic", "version")
    legacy = metadata.setup_cfg.get("metadata", {}).get("version", "")
    kind, _, value = (part.strip() for part in legacy.partition(":"))
    named = {kind: value, **said}
    plain = named.get("file")
    paths = plain if isinstance(plain, list) else [plain]
    yield from ((path, "plain", "") for path in paths if isinstance(path, str))
    if isinstance(attribute := named.get("attr"), str):
        module, _, name = attribute.rpartition(".")
        yield from _module_files(module, "" if name == "__version__" else name)


def _module_files(module: str, attribute: str) -> Iterator[tuple[str, str, str]]:
    path = module.replace(".", "/")
    for root in ("", "src/"):
        yield f"{root}{path}/__init__.py", "attribute", attribute
        yield f"{root}{path}.py", "attribute", attribute
