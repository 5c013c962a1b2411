"""Addresses of a package index: where files are uploaded, and where they are listed."""

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from bot import errors


@dataclass(frozen=True, slots=True)
class Addresses:
    """`upload` takes files; `index` is the root of the simple index, with a slash at its end."""

    upload: str
    index: str


def of(name: str, upload: str | None = None, index: str | None = None) -> Addresses:
    """The configured addresses of the index, else those of the public one with that name."""
    if upload and index:
        return Addresses(upload, index.rstrip("/") + "/")
    if upload or index:
        raise errors.BadConfiguration(
            f"Of the target {name}, only one of upload_url and index_url is configured.",
            "Name both, so that what is uploaded is looked up at the same place.",
        )
    return _public(name)


def _public(name: str) -> Addresses:
    """Those of PyPI and TestPyPI, as twine knows them."""
    from twine.utils import DEFAULT_REPOSITORY, TEST_REPOSITORY  # noqa: PLC0415  # takes 0.3 s

    known = {"pypi": DEFAULT_REPOSITORY, "testpypi": TEST_REPOSITORY}
    if name not in known:
        raise errors.BadConfiguration(
            f"The bot does not know where the package index {name} is.",
            "Configure its upload_url and index_url.",
        )
    parts = urlsplit(known[name])
    host = parts.netloc.removeprefix("upload.")
    return Addresses(known[name], urlunsplit((parts.scheme, host, "/simple/", "", "")))
