"""What may be published: decisions on the names, members and metadata of built files."""

import base64
import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from packaging.metadata import Metadata
from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    canonicalize_name,
    parse_sdist_filename,
    parse_wheel_filename,
)
from packaging.version import InvalidVersion, Version

from bot import errors
from bot.domain.files.artifacts import ArtifactKind

FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+!-]{0,200}\.(?:tar\.gz|whl)")
RECORD_FIELDS = 3
NOT_RECORDED = ("RECORD", "RECORD.jws", "RECORD.p7s")
GENERATED = re.compile(
    r"PKG-INFO|setup\.cfg|setup\.py|(?:.*/)?[^/]+\.egg-info/.*|(?:.*/)?_*version(?:_info)?_*\.\w+"
)
ANEW = "Correct it in the repository and plan the release anew."


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What was read of an archive: hashes and sizes by member, and the few texts that matter."""

    sha256: Mapping[str, str]  # lower-case hex
    sizes: Mapping[str, int]
    texts: Mapping[str, bytes] = field(default_factory=dict)
    pointers: tuple[str, ...] = ()  # members that Git LFS left in place of files


def refuse(sentence: str, reason: str, next_step: str = ANEW) -> errors.BadArtifact:
    """The error of an artifact that must not be published."""
    return errors.BadArtifact(sentence, next_step, reason=reason)


def kinds_of(names: Sequence[str], package: str, version: str) -> dict[str, ArtifactKind]:
    """Judge the names in a build's output: one sdist, wheels, all of them ours, nothing else."""
    if not names:
        raise refuse("The build left no file behind.", "nothing_built")
    kinds: dict[str, ArtifactKind] = {name: _kind_of(name, package, version) for name in names}
    for kind, what in (("sdist", "source distribution"), ("wheel", "wheel")):
        if kind not in kinds.values():
            raise refuse(f"The build made no {what}: {_listed(names)}.", "nothing_built")
    if list(kinds.values()).count("sdist") > 1:
        raise refuse(
            f"The build made two source distributions: {_listed(names)}.", "unexpected_file"
        )
    return kinds


def check_platform(name: str) -> None:
    """The wheel fits more machines than the one that built it: others PyPI does not take."""
    platforms = {tag.platform for tag in parse_wheel_filename(name)[3]}
    local = sorted(platform for platform in platforms if platform.startswith("linux_"))
    if local:
        raise refuse(
            f"{name} has compiled code for {local[0]}, which PyPI takes for no Linux wheel.",
            "platform_wheel",
            "Build manylinux wheels in the repository's own workflow, for example by cibuildwheel.",
        )


def check_pointers(name: str, pointers: Sequence[str]) -> None:
    """Nothing in the archive only says where its content is kept."""
    if pointers:
        raise refuse(
            f"{name} holds pointers of Git LFS in place of files: {_listed(pointers)}.",
            "lfs_pointer",
            "Keep these files in git itself or out of the package, then plan the release anew.",
        )


def _kind_of(name: str, package: str, version: str) -> ArtifactKind:
    if not FILE_NAME.fullmatch(name):
        raise refuse(f"The build left {shown(name)} behind.", "unexpected_file")
    try:
        found = (
            parse_wheel_filename(name)[:2] if name.endswith(".whl") else parse_sdist_filename(name)
        )
    except (InvalidWheelFilename, InvalidSdistFilename, InvalidVersion) as error:
        raise refuse(
            f"{name} is not a name that PyPI takes: {error}.", "unexpected_file"
        ) from error
    if (str(found[0]), found[1]) != (canonicalize_name(package), Version(version)):
        raise refuse(f"{name} is not {package} {version}.", "other_package")
    return "wheel" if name.endswith(".whl") else "sdist"


def check_members(archive: str, members: Iterable[str]) -> None:
    """No member twice, none that leads out of its folder, none that could be read in two ways."""
    seen: set[str] = set()
    for member in members:
        path = PurePosixPath(member)
        odd = any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co") for c in member)
        if not member or odd or "\\" in member or path.is_absolute() or ".." in path.parts:
            raise refuse(f"{archive} holds the unsafe name {shown(member)}.", "unsafe_member")
        key = unicodedata.normalize("NFC", str(path))
        if key in seen:
            raise refuse(f"{archive} holds {shown(member)} twice.", "duplicate_member")
        seen.add(key)


def check_metadata(archive: str, text: bytes, package: str, version: str) -> Metadata:
    """Valid core metadata of exactly this package and version."""
    try:
        metadata = Metadata.from_email(text, validate=True)
    except ExceptionGroup as group:
        why = "; ".join(str(error) for error in group.exceptions)
        raise refuse(f"{archive} has wrong metadata: {why}.", "bad_metadata") from group
    if canonicalize_name(metadata.name) != canonicalize_name(package):
        raise refuse(f"{archive} says that it is {metadata.name}, not {package}.", "other_package")
    if metadata.version != Version(version):
        sentence = f"{archive} says that it is version {metadata.version}, not {version}."
        raise refuse(sentence, "other_package")
    return metadata


def check_classifiers(archive: str, found: Iterable[str], known: Iterable[str]) -> None:
    """Only classifiers that the index knows, since it refuses the whole upload for any other."""
    unknown = sorted(set(found) - set(known))
    if unknown:
        raise refuse(f"{archive} has an invalid classifier: {_listed(unknown)}.", "bad_metadata")


def check_record(archive: str, folder: str, contents: Contents) -> None:
    """RECORD in `folder` names every member of the wheel with its right hash, and no other."""
    recorded = _record(archive, contents.texts.get(f"{folder}/RECORD", b""))
    members = set(contents.sha256) - {f"{folder}/{name}" for name in NOT_RECORDED}
    for name in sorted(members ^ (set(recorded) - {f"{folder}/{name}" for name in NOT_RECORDED})):
        where = "RECORD lacks" if name in members else "only RECORD names"
        raise refuse(f"In {archive}, {where} {shown(name)}.", "record_mismatch")
    for name in sorted(members):
        digest = bytes.fromhex(contents.sha256[name])
        expected = "sha256=" + base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if recorded[name] != (expected, str(contents.sizes[name])):
            sentence = f"In {archive}, RECORD gives another hash or size for {shown(name)}."
            raise refuse(sentence, "record_mismatch")


def _record(archive: str, text: bytes) -> dict[str, tuple[str, str]]:
    try:
        rows = [row for row in csv.reader(io.StringIO(text.decode("utf-8"))) if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise refuse(f"RECORD of {archive} cannot be read.", "record_mismatch") from error
    if not rows or any(len(row) != RECORD_FIELDS for row in rows):
        raise refuse(f"RECORD of {archive} cannot be read.", "record_mismatch")
    if len({row[0] for row in rows}) != len(rows):
        raise refuse(f"RECORD of {archive} names a file twice.", "record_mismatch")
    return {name: (digest, size) for name, digest, size in rows}


def check_against_tree(
    archive: str, members: Mapping[str, str], tree: Mapping[str, str]
) -> tuple[str, ...]:
    """Files of the sdist are those of the commit, byte for byte; returns those that are not in it.

    Both map paths to sha256. A changed file is refused, except those that backends write
    themselves (PKG-INFO, setup.cfg, egg-info, version files). A file that the commit does not have
    was made by the build from that commit; it is listed for people, not refused.
    """
    if "pyproject.toml" in tree and "pyproject.toml" not in members:
        raise refuse(
            f"{archive} lacks pyproject.toml, so nobody could build it.", "sdist_incomplete"
        )
    changed = [
        name
        for name in sorted(members.keys() & tree.keys())
        if members[name] != tree[name] and not GENERATED.fullmatch(name)
    ]
    if changed:
        sentence = f"{archive} holds other bytes than the commit: {_listed(changed)}."
        raise refuse(sentence, "differs_from_commit")
    new = members.keys() - tree.keys()
    return tuple(sorted(name for name in new if not GENERATED.fullmatch(name)))


def is_version(said: str, version: str) -> bool:
    """Whether a package says of itself that it is this version, in any spelling of it."""
    try:
        return Version(Version(said).public) == Version(version)
    except InvalidVersion:
        return False


def modules_of(members: Iterable[str]) -> tuple[str, ...]:
    """The importable top-level modules of a wheel; in namespace packages, the topmost real ones."""
    packages: set[PurePosixPath] = set()
    modules: set[str] = set()
    for path in map(PurePosixPath, members):
        name = path.name.split(".")[0]
        if not name.isidentifier() or not all(part.isidentifier() for part in path.parts[:-1]):
            continue
        if path.name == "__init__.py":
            packages.add(path.parent)
        elif len(path.parts) == 1 and path.suffix in (".py", ".so", ".pyd"):
            modules.add(name)
    tops = [p for p in packages if not any(parent in packages for parent in p.parents)]
    return tuple(sorted(modules | {".".join(p.parts) for p in tops}))


def shown(name: str) -> str:
    """A foreign name for people: quoted, everything odd escaped, not endless."""
    return ascii(name)[:120]


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""  # noqa: PLR2004 - five fit a line
    return ", ".join(shown(name)[1:-1] for name in sorted(names)[:5]) + more
