"""Reading a simple index as JSON (PEP 691 and 700): which files and versions it lists."""

from http import HTTPStatus
from urllib.parse import urljoin

from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    canonicalize_name,
    parse_sdist_filename,
    parse_wheel_filename,
)
from packaging.version import InvalidVersion, Version
from pydantic import BaseModel

from bot import errors, ports
from bot.adapters import json_requests
from bot.adapters.patience import Patience

JSON = "application/vnd.pypi.simple.v1+json"


class File(BaseModel):
    """A file as the index lists it; `yanked` may be the reason."""

    filename: str
    url: str
    hashes: dict[str, str] = {}
    yanked: bool | str = False

    def version(self) -> Version | None:
        """The version in the file's name; None where the name is none that packaging knows."""
        is_wheel = self.filename.endswith(".whl")
        try:
            if is_wheel:
                return parse_wheel_filename(self.filename)[1]
            return parse_sdist_filename(self.filename)[1]
        except (InvalidSdistFilename, InvalidWheelFilename, InvalidVersion):
            return None


class Listing(BaseModel):
    """All that the index lists of one package; `versions` is not told by older indexes."""

    files: tuple[File, ...] = ()
    versions: tuple[str, ...] = ()

    def files_of(self, version: str | None, page: str) -> tuple[ports.IndexFile, ...]:
        """The files of a version, or all; `page` is where relative addresses start."""
        wanted = Version(version) if version else None
        return tuple(
            ports.IndexFile(
                name=file.filename,
                sha256=file.hashes.get("sha256", ""),
                url=urljoin(page, file.url),
                yanked=file.yanked is not False,
            )
            for file in self.files
            if wanted is None or file.version() == wanted
        )

    def all_versions(self) -> tuple[str, ...]:
        """What the index says, completed by what its files are named."""
        named = (str(version) for file in self.files if (version := file.version()))
        return tuple(dict.fromkeys((*self.versions, *named)))


def page_of(index: str, package: str) -> str:
    """The address of a package's page."""
    return f"{index}{canonicalize_name(package)}/"


async def read(page: str, patience: Patience) -> Listing:
    """The listing; an empty one where the index knows no such package."""
    answer = await json_requests.send("GET", page, patience, accept=JSON)
    if answer.status == HTTPStatus.NOT_FOUND:
        return Listing()
    if answer.status != HTTPStatus.OK or answer.content_type != JSON:
        raise errors.Unknown(
            f"{page} is no page of a package index ({answer.status}, {answer.content_type}).",
            "Check the target's index_url: an index that speaks JSON (PEP 691) is needed.",
        )
    return answer.read_as(Listing)
