"""Version files: where a repository states its version, and the exact bytes of the next one.

Everything but the version itself keeps its bytes: line ends, byte order mark, quotes, comments.
Text is decoded with `surrogateescape`, so that bytes which are no UTF-8 survive as well.
"""

import re
from collections.abc import Callable, Mapping

from packaging.version import Version

from bot import errors
from bot.domain.notes import changelog
from bot.domain.plans.plan import Plan, VersionFile
from bot.domain.versions.version import read_version, to_semver

_VERSION = r"[0-9][0-9A-Za-z.!+_-]{0,63}"
_TABLE = re.compile(r"^[ \t]*\[(?P<name>[^\[\]\n]+)\][ \t]*(?:#[^\n]*)?$", re.MULTILINE)
_TOML_VERSION = re.compile(
    rf"^(?P<before>[ \t]*version[ \t]*=[ \t]*[\"'])(?P<version>{_VERSION})(?=[\"'])", re.MULTILINE
)
_NAME = re.compile(r"^[ \t]*name[ \t]*=[ \t]*[\"'](?P<name>[^\"'\n]+)[\"']", re.MULTILINE)
_PLACEHOLDER = re.compile(r"\{(version|semver)\}")

Span = tuple[int, int]


def decode(content: bytes) -> str:
    """The text of a file, in a way that gives every byte back."""
    return content.decode("utf-8", "surrogateescape")


def encode(text: str) -> bytes:
    """The bytes of a text that `decode` made."""
    return text.encode("utf-8", "surrogateescape")


def paths_to_render(plan: Plan) -> tuple[str, ...]:
    """The files that `render_files` needs the bytes of."""
    paths = [file.path for file in plan.version_files]
    return tuple(dict.fromkeys([*paths, *([plan.changelog] if plan.changelog else [])]))


def render_files(plan: Plan, contents: Mapping[str, bytes]) -> dict[str, bytes]:
    """The new bytes of every file that the release changes, given their bytes at its commit."""
    texts: dict[str, str] = {}
    for path in paths_to_render(plan):
        if path not in contents:
            raise errors.BadRepository(
                f"{path} is not a regular file at the commit of the plan.",
                "Plan the release again.",
            )
        texts[path] = decode(contents[path])
    for file in plan.version_files:
        texts[file.path] = with_version(file, texts[file.path], plan)
    if plan.changelog:
        texts[plan.changelog] = _with_section(texts[plan.changelog], plan.changelog, plan)
    rendered = {path: encode(text) for path, text in texts.items()}
    return {path: content for path, content in rendered.items() if content != contents[path]}


def with_version(file: VersionFile, text: str, plan: Plan) -> str:
    """The text of one version file with the plan's version in place of the stated one."""
    version = Version(plan.version)
    if file.how == "everywhere":
        return _everywhere(text, Version(plan.previous) if plan.previous else None, version)
    start, end = stated_span(file, text, plan.package)
    is_semver = file.how == "anchored" and "{semver}" in file.line
    return f"{text[:start]}{to_semver(version) if is_semver else version}{text[end:]}"


def stated_version(file: VersionFile, text: str, package: str) -> Version | None:
    """The version that the file states now; None where it is none that we can read."""
    start, end = stated_span(file, text, package)
    return read_version(text[start:end])


def states_version(file: VersionFile, text: str, package: str) -> bool:
    """Whether the text states a version at all where the file is said to."""
    return bool(_FINDERS[file.how](file, text, package))


def stated_span(file: VersionFile, text: str, package: str) -> Span:
    """Where exactly the version stands in the text; raises `BadRepository` unless just once."""
    spans = _FINDERS[file.how](file, text, package)
    if len(spans) == 1:
        return spans[0]
    lines = ", ".join(str(text.count("\n", 0, start) + 1) for start, _ in spans[:10])
    where = f"in lines {lines}" if spans else "nowhere"
    line = f" as the line “{file.line}”" if file.how == "anchored" else ""
    raise errors.BadRepository(
        f"{file.path} must state the version exactly once{line}, but it does so {where}.",
        "Correct the file, or name the line that counts under [version] anchored in "
        ".releasebot.toml.",
        reason="version_file",
    )


def whole_word(version: Version) -> re.Pattern[str]:
    """Matches the version in either spelling, but not as a part of a longer one."""
    spellings = dict.fromkeys([to_semver(version), str(version)])
    either = "|".join(re.escape(spelling) for spelling in spellings)
    return re.compile(rf"(?<![0-9A-Za-z_])(?<![0-9]\.)(?:{either})(?![0-9A-Za-z_+-]|\.[0-9A-Za-z])")


def _everywhere(text: str, previous: Version | None, version: Version) -> str:
    if previous is None:
        return text
    semver = to_semver(previous)
    is_semver_only = semver != str(previous)

    def spelled_alike(match: re.Match[str]) -> str:
        return to_semver(version) if is_semver_only and match[0] == semver else str(version)

    return whole_word(previous).sub(spelled_alike, text)


def _with_section(text: str, path: str, plan: Plan) -> str:
    version = Version(plan.version)
    read = changelog.read_changelog(text, path)
    read.check(version)
    body = read.curated(version) if plan.notes_source == "changelog" else plan.notes
    return read.with_release(
        changelog.Entry(
            version=version,
            tag=plan.tag,
            previous_tag=plan.previous_tag,
            date=plan.date,
            body=body,
        )
    )


def _in_pyproject(_: VersionFile, text: str, __: str) -> list[Span]:
    found = [_toml_versions(text, table) for table in ("project", "tool.poetry")]
    return next((spans for spans in found if spans), [])


def _toml_versions(text: str, name: str) -> list[Span]:
    """The versions stated directly in a table of a TOML file."""
    spans = []
    for table in _TABLE.finditer(text):
        if table["name"].replace(" ", "") == name:
            following = re.compile(r"^[ \t]*\[", re.MULTILINE).search(text, table.end())
            end = following.start() if following else len(text)
            spans += [m.span("version") for m in _TOML_VERSION.finditer(text, table.end(), end)]
    return spans


def _in_attribute(file: VersionFile, text: str, _: str) -> list[Span]:
    names = re.escape(file.line) if file.line else "__version__|VERSION"
    pattern = rf"^(?:{names})[ \t]*(?::[^=\n]*)?=[ \t]*[\"']v?(?P<version>{_VERSION})[\"']"
    return [match.span("version") for match in re.finditer(pattern, text, re.MULTILINE)]


def _in_anchored(file: VersionFile, text: str, _: str) -> list[Span]:
    before, _name, after = _PLACEHOLDER.split(file.line.strip(), maxsplit=1)
    pattern = rf"^[ \t]*{re.escape(before)}(?P<version>{_VERSION}){re.escape(after)}[ \t]*\r?$"
    return [match.span("version") for match in re.finditer(pattern, text, re.MULTILINE)]


def _in_plain(_: VersionFile, text: str, __: str) -> list[Span]:
    match = re.fullmatch(rf"\ufeff?\s*v?(?P<version>{_VERSION})\s*", text)
    return [match.span("version")] if match else []


def _in_uv_lock(_: VersionFile, text: str, package: str) -> list[Span]:
    """The entry of the project itself: its name, and a source within the repository."""
    spans = []
    for entry in re.finditer(
        r"^\[\[package\]\]\r?\n(?:(?!\[\[package\]\]).*\n?)*", text, re.MULTILINE
    ):
        name = _NAME.search(entry[0])
        is_own = re.search(
            r"^source = \{ (?:editable|virtual|directory) = \"\.\" \}", entry[0], re.MULTILINE
        )
        if name and name["name"] == package and is_own:
            spans += [m.span("version") for m in _TOML_VERSION.finditer(text, *entry.span())][:1]
    return spans


_FINDERS: dict[str, Callable[[VersionFile, str, str], list[Span]]] = {
    "pyproject": _in_pyproject,
    "attribute": _in_attribute,
    "anchored": _in_anchored,
    "plain": _in_plain,
    "uv_lock": _in_uv_lock,
}
