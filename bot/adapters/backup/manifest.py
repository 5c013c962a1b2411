"""The manifest: the first member of a backup, which says what the others are."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

NAME = "manifest.json"
SETTINGS = "releasebot.toml"
DATABASE = "data/releasebot.sqlite"
ARTIFACTS = "data/artifacts"
MOST_MEMBERS = 100_000

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_MEMBER = re.compile(
    f"{re.escape(SETTINGS)}|{re.escape(DATABASE)}"
    f"|{ARTIFACTS}/builds/[0-9a-f]{{64}}\\.json|{ARTIFACTS}/[0-9a-f]{{64}}/\\w[\\w.+!-]{{0,254}}"
)


def _known(name: str) -> str:
    if not _MEMBER.fullmatch(name):
        raise ValueError("no file of a backup")
    return name


Name = Annotated[str, AfterValidator(_known)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Member(_Part):
    """A file of the backup."""

    sha256: Hash
    size: Annotated[int, Field(ge=0)]


class Audit(_Part):
    """The newest row of the audit, and the first one that somebody altered, if any."""

    number: int
    hash: Hash
    first_altered: int | None


class Manifest(_Part):
    """What a backup holds. `lacking` names what should be in it and was not there."""

    format: Literal[1] = 1
    releasebot: str
    schema_version: str
    created: str
    audit: Audit
    members: Annotated[dict[Name, Member], Field(max_length=MOST_MEMBERS)]
    lacking: tuple[str, ...] = Field(default=(), strict=False)
