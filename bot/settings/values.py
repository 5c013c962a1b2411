"""Values: what a single configured value may look like, beyond its TOML type."""

import ipaddress
import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

from packaging.utils import canonicalize_name
from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from bot.settings import reading
from bot.settings.forms import described, matching

NAME = r"[a-z0-9][a-z0-9._-]{0,63}"
LONGEST = timedelta(days=365)
HIGHEST_PORT = 65535
LONGEST_IMAGE = 255
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_IMAGE = re.compile(  # the grammar of the distribution project, without tag and digest
    r"(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?/)?"
    r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*"
)
K = TypeVar("K")
V = TypeVar("V")


def _duration(given: object) -> timedelta:
    match = re.fullmatch(r"([1-9][0-9]{0,5})([mhdw])", given) if isinstance(given, str) else None
    length = timedelta(**{_UNITS[match[2]]: int(match[1])}) if match else None
    if length is None or length > LONGEST:
        raise reading.wrong(
            "{key} is no duration.",
            'Write a positive whole number and m, h, d or w, at most a year: "24h", "7d".',
        )
    return length


def duration_text(length: timedelta) -> str:
    """The duration as one writes it."""
    seconds = int(length.total_seconds())
    sizes = {unit: int(timedelta(**{name: 1}).total_seconds()) for unit, name in _UNITS.items()}
    unit = next(unit for unit in "dhm" if seconds % sizes[unit] == 0)
    return f"{seconds // sizes[unit]}{unit}"


def is_loopback(host: str) -> bool:
    """Whether only programs of this machine reach that host."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _address(given: str) -> str:
    try:
        parts = urlsplit(given)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    is_plain = given.isascii() and given.isprintable() and " " not in given
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    if not (host and is_plain and is_safe and "@" not in parts.netloc):
        raise reading.wrong(
            "{key} is no address that the bot may use.",
            "Write https://…, without a name or password in it; http only for this machine.",
        )
    return given


def _listening(given: str) -> str:
    if int(given.rpartition(":")[2]) > HIGHEST_PORT:
        raise reading.wrong(
            "{key} names a port that does not exist.", f"Write a port from 0 to {HIGHEST_PORT}."
        )
    return given


def _path(given: str) -> str:
    path = PurePosixPath(given)
    is_plain = given.isprintable() and "\\" not in given and not given.startswith("-")
    if not is_plain or path.is_absolute() or ".." in path.parts or str(path) in ("", "."):
        raise reading.wrong(
            "{key} is no path inside the repository.",
            "Write a relative path with forward slashes and without “..”.",
        )
    return str(path)


def _image(given: str) -> str:
    name, separator, tag = given.rpartition(":")
    if separator and "/" not in tag and _IMAGE.fullmatch(name):
        raise reading.wrong("{key} has a tag.", f"Write {name}: the release's version is the tag.")
    if not _IMAGE.fullmatch(given) or len(given) > LONGEST_IMAGE:
        raise reading.wrong(
            "{key} is no name of an image.",
            "Write lower-case words and slashes, like registry.example.org/owner/name.",
        )
    return given


def _account(given: object) -> object:
    if isinstance(given, int) and not isinstance(given, bool) and given > 0:
        return given
    raise reading.wrong(
        "{key} must be the account's number, never its name.",
        "A name can be taken over, a number cannot. GitHub shows it as `id` at "
        "https://api.github.com/users/NAME, Discord as “Copy User ID” in its developer mode.",
    )


def same_name(package: str) -> str:
    """The name under which an index knows the package, however it is spelled."""
    return canonicalize_name(package)


Duration = Annotated[
    timedelta,
    BeforeValidator(_duration),
    described(r"^[1-9][0-9]{0,5}[mhdw]$", "24h", "7d"),
]
Address = Annotated[
    str,
    AfterValidator(_address),
    described(r"^https?://\S+$", format="uri"),
]
Listening = Annotated[
    str, matching(r"[\w.:\[\]-]+:[0-9]{1,5}", "127.0.0.1:8080"), AfterValidator(_listening)
]
RepositoryPath = Annotated[
    str,
    AfterValidator(_path),
    described(r"^(?![/-])(?!(?:.*/)?\.\.(?:/|$))[^\\]+$"),
]
ImageName = Annotated[
    str,
    AfterValidator(_image),
    described(f"^{_IMAGE.pattern}$", "owner/name", maxLength=LONGEST_IMAGE),
]
PackageName = Annotated[
    str, matching(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9])?", "my-package")
]
AccountNumber = Annotated[
    int,
    BeforeValidator(_account),
    WithJsonSchema({"type": "integer", "minimum": 1, "examples": [583231]}),
]
_CHANNEL = matching(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", "C01ABCDEF")
ChannelId = Annotated[
    str,
    BeforeValidator(lambda given: str(given) if type(given) is int else given),
    _CHANNEL,
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": f"^{_CHANNEL.pattern}$"},
                {"type": "integer", "minimum": 0},
            ],
            "examples": [_CHANNEL.example, 444],
        }
    ),
]
Name = Annotated[str, matching(NAME, "my-name")]
Text = Annotated[str, matching(r"[^\x00-\x1f\x7f]{1,500}", "one line of text")]
Frozen = Annotated[Mapping[K, V], AfterValidator(MappingProxyType)]
