"""Git's own commit and tag objects: read into values, written from values, byte for byte."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

_SIGNATURE = re.compile(r"(.*?) ?<([^>]*)> (-?[0-9]+) ([+-])([0-9]{2})([0-9]{2})")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who, and when: RFC 3339 with the zone that the person was in."""

    name: str
    email: str
    date: str

    def line(self) -> str:
        """As git writes it; raises ValueError for a date that has no zone or is before 1970."""
        moment = datetime.fromisoformat(self.date)
        if moment.tzinfo is None or moment.timestamp() < 0:
            raise ValueError(self.date)
        zone = f"{moment:%z}"[:5]  # some zones once had seconds, which git cannot write
        name, email = (re.sub(r"[<>\n\0]", "", text).strip() for text in (self.name, self.email))
        return f"{name} <{email}> {int(moment.timestamp())} {zone}"

    def to_json(self) -> dict[str, str]:
        """As GitHub writes it: always in UTC."""
        moment = datetime.fromisoformat(self.date).astimezone(UTC)
        return {"name": self.name, "email": self.email, "date": f"{moment:%Y-%m-%dT%H:%M:%SZ}"}


@dataclass(frozen=True, slots=True)
class CommitObject:
    """A commit."""

    sha: str
    tree: str
    parents: tuple[str, ...]
    author: Signature
    committer: Signature
    message: str


@dataclass(frozen=True, slots=True)
class TagObject:
    """An annotated tag."""

    sha: str
    object: str
    kind: str
    tag: str
    tagger: Signature
    message: str


def parse_signature(line: str) -> Signature:
    """Read what git wrote; a line that is none gives an empty person at the epoch."""
    match = _SIGNATURE.fullmatch(line)
    if match is None:
        return Signature("", "", "1970-01-01T00:00:00+00:00")
    name, email, seconds, sign, hours, minutes = match.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
    moment = datetime.fromtimestamp(int(seconds), timezone(offset))
    return Signature(name, email, moment.isoformat())


def _parse(raw: bytes) -> tuple[dict[str, list[str]], str]:
    head, _, message = raw.decode(errors="replace").partition("\n\n")
    headers: dict[str, list[str]] = {}
    for line in head.split("\n"):  # a name may hold other line ends
        name, _, value = line.partition(" ")
        headers.setdefault(name, []).append(value)
    return headers, message


def parse_commit(sha: str, raw: bytes) -> CommitObject:
    """Read a commit's bytes."""
    headers, message = _parse(raw)
    return CommitObject(
        sha=sha,
        tree=headers["tree"][0],
        parents=tuple(headers.get("parent", ())),
        author=parse_signature(headers["author"][0]),
        committer=parse_signature(headers["committer"][0]),
        message=message.removesuffix("\n"),
    )


def parse_tag(sha: str, raw: bytes) -> TagObject:
    """Read a tag's bytes."""
    headers, message = _parse(raw)
    return TagObject(
        sha=sha,
        object=headers["object"][0],
        kind=headers["type"][0],
        tag=headers["tag"][0],
        tagger=parse_signature(headers.get("tagger", [""])[0]),
        message=message.removesuffix("\n"),
    )


def write_commit(
    tree: str, parents: list[str], author: Signature, committer: Signature, message: str
) -> bytes:
    """A commit's bytes."""
    lines = [f"tree {tree}", *(f"parent {parent}" for parent in parents)]
    lines += [f"author {author.line()}", f"committer {committer.line()}"]
    return "\n".join([*lines, "", message]).encode()


def write_tag(target: str, kind: str, tag: str, tagger: Signature, message: str) -> bytes:
    """An annotated tag's bytes."""
    lines = [f"object {target}", f"type {kind}", f"tag {tag}", f"tagger {tagger.line()}"]
    return "\n".join([*lines, "", message]).encode()
