"""Index tokens: how much each may do, read in the token itself; nothing of it is ever told."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from bot import errors
from bot.adapters.registry import addresses
from bot.doctor.examination import Installation
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding
from bot.settings import tokens
from bot.settings.project import Index


def look(installation: Installation) -> Iterator[Finding]:
    """The token of every index; one that cannot be read is a matter of `secrets`."""
    for project, bound in installation.projects.items():
        configured = {name: index for name, index in bound.targets if index}
        for name, index in configured.items():
            yield from _looked_at(f"projects.{project}.targets.{name}.token", name, index)
        if not configured:
            yield diagnosis.note(
                f"{project} goes to no package index.",
                f"projects.{project}.targets",
                'Write pypi = { token = { file = "…" } } there to publish it.',
            )


def _looked_at(key: str, name: str, index: Index) -> Iterator[Finding]:
    upload = addresses.of(name, index.upload_url, index.index_url).upload
    try:
        secret = index.token.read()
    except errors.BadConfiguration:
        return
    host = (urlsplit(upload).hostname or "").removeprefix("upload.")
    is_public = upload == addresses.of(name).upload
    yield judge(key, secret, host, is_public=is_public)


def judge(key: str, secret: str, host: str, *, is_public: bool) -> Finding:
    """`is_public`: the index is PyPI or TestPyPI, whose tokens say what they may."""
    try:
        tokens.check_index_token(secret, key, host, is_public=is_public)
    except errors.BadConfiguration as error:
        return diagnosis.of_error(error, key)
    known = tokens.read_pypi_token(secret)
    if known and known.caveats:
        return diagnosis.ok("The token may publish only what it should.", key)
    tell = diagnosis.unknown if is_public else diagnosis.note
    return tell(
        "What the token may do cannot be read in it.",
        key,
        "Make sure that its scope is this project alone.",
    )
