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
from pydantic import AfterValidator, BeforeValidator

from bot.settings import reading

LONGEST = timedelta(days=365)
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
K = TypeVar("K")
V = TypeVar("V")


def matching(pattern: str, example: str) -> AfterValidator:
    """Only texts that match the whole pattern; whoever writes another is shown the example."""
    expression = re.compile(pattern, re.ASCII)

    def check(given: str) -> str:
        if not expression.fullmatch(given):
            raise reading.wrong(
                "{key} does not have the expected form.", f"Write it like this: {example}"
            )
        return given

    return AfterValidator(check)


def _duration(given: object) -> timedelta:
    match = re.fullmatch(r"([1-9][0-9]{0,5})([mhdw])", given) if isinstance(given, str) else None
    length = timedelta(**{_UNITS[match[2]]: int(match[1])}) if match else None
    if length is None or length > LONGEST:
        raise reading.wrong(
            "{key} is no duration.",
            'Write a positive whole number and m, h, d or w, at most a year: "24h", "7d".',
        )
    return length


def _is_loopback(host: str) -> bool:
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
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))
    if not (host and is_plain and is_safe and "@" not in parts.netloc):
        raise reading.wrong(
            "{key} is no address that the bot may use.",
            "Write https://…, without a name or password in it; http only for this machine.",
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


def _account(given: object) -> object:
    if isinstance(given, int) and not isinstance(given, bool) and given > 0:
        return given
    raise reading.wrong(
        "{key} must be the account's number, never its name.",
        "Look the number up where the account lives; a name can be taken over, a number cannot.",
    )


def same_name(package: str) -> str:
    """The name under which an index knows the package, however it is spelled."""
    return canonicalize_name(package)


Duration = Annotated[timedelta, BeforeValidator(_duration)]
Address = Annotated[str, AfterValidator(_address)]
RepositoryPath = Annotated[str, AfterValidator(_path)]
PackageName = Annotated[
    str, matching(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9])?", "my-package")
]
AccountNumber = Annotated[int, BeforeValidator(_account)]
ChannelId = Annotated[
    str,
    BeforeValidator(lambda given: str(given) if type(given) is int else given),
    matching(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", "C01ABCDEF"),
]
Name = Annotated[str, matching(r"[a-z0-9][a-z0-9._-]{0,63}", "my-name")]
Text = Annotated[str, matching(r"[^\x00-\x1f\x7f]{1,500}", "one line of text")]
Frozen = Annotated[Mapping[K, V], AfterValidator(MappingProxyType)]
