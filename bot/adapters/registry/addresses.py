"""Addresses of a package index: where files are uploaded, and where they are listed."""

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from packaging.utils import canonicalize_name

from bot import errors


@dataclass(frozen=True, slots=True)
class Addresses:
    """`upload` takes files; `index` is the root of the simple index, with a slash at its end.

    `projects` is the root of the pages for people, "" where there are none but the index itself.
    """

    upload: str
    index: str
    projects: str = ""

    def page(self, package: str, version: str) -> str:
        """Where people look at a version of a package."""
        name = canonicalize_name(package)
        if self.projects:
            return f"{self.projects}{name}/{version}/"
        return f"{self.index}{name}/"


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
    index, projects = (
        urlunsplit((parts.scheme, host, path, "", "")) for path in ("/simple/", "/project/")
    )
    return Addresses(known[name], index, projects)
