"""Changelog: Keep a Changelog text in, text out, every byte outside the new section as it was.

A changelog is read as lines; headings within code fences and HTML comments are none. Lines end as
the file's first line does.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from packaging.version import Version

from bot import errors
from bot.domain.notes import changelog_links, note_sections
from bot.domain.versions.version import read_version

FILE_NAMES = ("CHANGELOG.md", "CHANGES.md", "HISTORY.md", "NEWS.md", "docs/CHANGELOG.md")

_HEADING = re.compile(
    r"(?P<hashes>#{1,3})[ \t]+(?P<word>(?:Version|Release)[ \t]+)?(?P<open>\[?)(?P<v>[vV]?)"
    r"(?P<version>[0-9][^\]\s(),:]*)(?P<close>\]?)(?P<link>\([^)\s]*\))?(?P<rest>.*)",
    re.IGNORECASE,
)
_UNRELEASED = re.compile(r"(?P<hashes>#{1,3})[ \t]+(?P<open>\[?)unreleased\b.*", re.IGNORECASE)
_NOT_YET = re.compile(r"unreleased|tbd|in development", re.IGNORECASE)
_ANY_HEADING = re.compile(r"(#{1,6})[ \t]")
_UNDERLINE = re.compile(r"([=-])\1{2,}[ \t\r]*")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading that opens a release's section. `version` None: the unreleased one."""

    line: int  # from 0
    size: int  # lines: 1, or 2 for one that is underlined
    level: int
    version: Version | None
    is_released: bool
    match: re.Match[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A release as the changelog tells it: what goes into the heading, the links and the body."""

    version: Version
    tag: str
    previous_tag: str | None
    date: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changelog:
    """A changelog that was read: its lines, and the headings of its releases."""

    path: str
    lines: tuple[str, ...]
    headings: tuple[Heading, ...]

    def check(self, version: Version) -> None:
        """Raise `BadRepository`, naming the lines, where a section for `version` has no place."""
        unreleased = [h for h in self.headings if not h.is_released]
        if len(unreleased) > 1:
            raise self._wrong(unreleased, "are all sections for what is not released", "Join them")
        same = [h for h in self.headings if h.is_released and h.version == version]
        if same:
            raise self._wrong(
                same, f"already tells of {version}", "Rename that heading to [Unreleased]"
            )
        other = [h for h in unreleased if h.version not in (None, version)]
        other += [h for h in self.headings if h.is_released and h.version and h.version > version]
        if other:
            named = f"is about {other[0].version}, but this release is {version}"
            raise self._wrong(other, named, "Rename that heading to [Unreleased]")

    def curated(self, version: Version) -> str:
        """What people wrote for this release; a final gathers its pre-releases' sections too."""
        return note_sections.merge([*self.of_pre_releases(version), self.unreleased()])

    def unreleased(self) -> str:
        """What people wrote since the last release; "" if nothing."""
        opening = self._unreleased_heading()
        return note_sections.tidy(self._body(opening)) if opening else ""

    def of(self, version: Version) -> str:
        """What people wrote for exactly this version, dated or not; "" if nothing."""
        opening = next((h for h in self.headings if h.version == version), None)
        return note_sections.tidy(self._body(opening)) if opening else ""

    def of_pre_releases(self, version: Version) -> list[str]:
        """The sections of the pre-releases that led to a final, oldest first."""
        if version.is_prerelease:
            return []
        led_here = [
            h
            for h in self.headings
            if h.is_released
            and h.version
            and h.version.is_prerelease
            and h.version.base_version == version.base_version
        ]
        return [note_sections.tidy(self._body(h)) for h in reversed(led_here)]

    def with_release(self, entry: Entry) -> str:
        """The text with a dated section for the release, and with its compare links."""
        end = "\r" if self.lines[0].endswith("\r") else ""
        opening = self._unreleased_heading()
        start, stop = self._replaced(opening)
        section = [
            "",
            *self._heading_lines(entry),
            "",
            *entry.body.replace("\r", "").split("\n"),
            "",
        ]
        if opening is None or opening.version is not None:
            section = section[1:]
        if opening is None and start and self.lines[start - 1].strip():
            section = ["", *section]
        new = [line + end for line in section]
        rest = changelog_links.extend(
            self.lines[stop:], entry.version, entry.tag, entry.previous_tag
        )
        if not any(line.strip() for line in rest):
            new = new[:-1]
            rest = rest or ("",)
        return "\n".join([*self.lines[:start], *new, *rest])

    def _unreleased_heading(self) -> Heading | None:
        return next((h for h in self.headings if not h.is_released), None)

    def _body(self, heading: Heading) -> str:
        body = self.lines[heading.line + heading.size : self._end(heading)]
        return "\n".join(line.rstrip("\r") for line in body).strip("\n")

    def _end(self, heading: Heading) -> int:
        """The line after the section: the next heading as high, the final links, or the end."""
        openings = {h.line for h in self.headings}
        for number, line in _live_lines(self.lines):
            match = _ANY_HEADING.match(line)
            if number > heading.line and (
                number in openings or (match and len(match[1]) <= heading.level)
            ):
                return number
        return max(changelog_links.start(self.lines), heading.line + heading.size)

    def _replaced(self, opening: Heading | None) -> tuple[int, int]:
        """Which lines the new section replaces; none where there was no unreleased one."""
        if opening:
            start = opening.line if opening.version else opening.line + opening.size
            return start, self._end(opening)
        first = self.headings[0].line if self.headings else changelog_links.start(self.lines)
        return first, first

    def _heading_lines(self, entry: Entry) -> list[str]:
        """The heading in the manner of the last release's; else as Keep a Changelog has it."""
        last = next((h for h in self.headings if h.version and h.is_released), None)
        if last is None:
            opening = self._unreleased_heading()
            is_plain = opening is not None and not opening.match["open"]
            name = f"{entry.version}" if is_plain else f"[{entry.version}]"
            return [f"{opening.match['hashes'] if opening else '##'} {name} - {entry.date}"]
        found = last.match
        date = _DATE.search(found["rest"])
        before = found["rest"][: date.start()] if date else " - "
        closing = ")" if before.endswith("(") else ""
        link = changelog_links.next_inline(found["link"] or "", entry.tag, entry.previous_tag)
        name = f"{found['word'] or ''}{found['open']}{found['v']}{entry.version}{found['close']}"
        text = f"{name}{link}{before}{entry.date}{closing}"
        if last.size == 1:
            return [f"{found['hashes']} {text}"]
        return [text, ("=" if last.level == 1 else "-") * len(text)]

    def _wrong(self, at: Sequence[Heading], what: str, advice: str) -> errors.BadRepository:
        numbers = " and ".join(str(heading.line + 1) for heading in at)
        noun = "line" if len(at) == 1 else "lines"
        return errors.BadRepository(
            f"{self.path} {noun} {numbers} {what}.",
            f"{advice}, commit, and plan again.",
            reason="changelog_heading",
        )


def read_changelog(text: str, path: str) -> Changelog:
    """Read a changelog; any text is one, if only without a section."""
    lines = tuple(text.split("\n"))
    found = [heading for number, _ in _live_lines(lines) if (heading := _heading(lines, number))]
    return Changelog(path=path, lines=lines, headings=tuple(found))


def _heading(lines: Sequence[str], number: int) -> Heading | None:
    text = lines[number].rstrip("\r")
    under = _UNDERLINE.fullmatch(lines[number + 1]) if number + 1 < len(lines) else None
    if under and not text.startswith("#"):
        text = f"{'#' if under[1] == '=' else '##'} {text}"
    match, version = _UNRELEASED.fullmatch(text), None
    is_released = False
    if match is None and (match := _HEADING.fullmatch(text)):
        version = read_version(match["version"])
        is_released = not _NOT_YET.search(match["rest"])
        match = match if version else None
    if match is None:
        return None
    return Heading(
        line=number,
        size=2 if under else 1,
        level=len(match["hashes"]),
        version=version,
        is_released=is_released,
        match=match,
    )


def _live_lines(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The lines that are neither in a code fence nor in an HTML comment, with their numbers."""
    fence, in_comment = "", False
    for number, line in enumerate(lines):
        opening = _FENCE.match(line)
        if opening and not in_comment:
            fence = "" if fence == opening[1] else fence or opening[1]
        elif in_comment:
            in_comment = "-->" not in line
        elif not fence and "<!--" in line and "-->" not in line.rpartition("<!--")[2]:
            in_comment = True
        elif not fence:
            yield number, line
