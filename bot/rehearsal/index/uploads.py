"""A package index as PyPI is one: legacy upload with PyPI's refusals in the reason line."""

import base64
import binascii
import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass

from aiohttp import BodyPartReader, web

from bot.rehearsal import journal, received
from bot.rehearsal.index import distribution
from bot.rehearsal.storage import Storage, now

STORAGE = web.AppKey("STORAGE", Storage)
NAME = web.AppKey("NAME", str)
TOKEN = web.AppKey("TOKEN", str)
routes = web.RouteTableDef()
LONGEST_FIELD = 4 * 1024 * 1024
_WRONG_LOGIN = "Invalid or non-existent authentication information."
_WRONG_DIGEST = "The digest supplied does not match a digest calculated from the uploaded file."


class Rejected(Exception):
    """An upload that PyPI would refuse; the text goes into the reason line."""


@dataclass(frozen=True, slots=True)
class Form:
    """An upload: the text fields, the file's name and the file."""

    fields: dict[str, str]
    filename: str
    file: received.ReceivedFile


@routes.post("/legacy/")
async def upload(request: web.Request) -> web.Response:
    """Take one file; the same bytes again change nothing."""
    if not _is_logged_in(request):
        return _refusal(403, _WRONG_LOGIN)
    try:
        form = await _read_form(request)
    except Rejected as problem:
        return _refusal(400, str(problem))
    try:
        _accept(request.app, form)
    except (Rejected, distribution.NotADistribution) as problem:
        return _refusal(400, str(problem))
    finally:
        form.file.discard()
    return web.Response(text="OK")


def _accept(app: web.Application, form: Form) -> None:
    storage, index, file = app[STORAGE], app[NAME], form.file
    _check_digests(form)
    described = distribution.read_distribution(
        file.path, form.filename, form.fields.get("name", ""), form.fields.get("version", "")
    )
    known = storage.db.execute(
        "SELECT sha256 FROM index_files WHERE package_index = ? AND name = ?",
        (index, form.filename),
    ).fetchone()
    if known and known["sha256"] == file.sha256:
        return
    if known:
        raise Rejected(
            f"File already exists ({form.filename!r}, with blake2_256 hash {file.blake2!r})."
        )
    storage.keep_file(file.path, file.sha256)
    with storage.transaction() as db:
        add_file(storage, index, described, file.sha256, now())
        journal.record(db, "upload", index, form.filename, f"sha256:{file.sha256}")


def add_file(
    storage: Storage,
    index: str,
    described: distribution.Distribution,
    sha256: str,
    uploaded: str,
) -> None:
    """List a file whose bytes are stored already."""
    storage.db.execute(
        "INSERT INTO index_files (package_index, package, version, name, sha256, size,"
        " requires_python, uploaded) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(index, described.package, described.version, described.filename, sha256),
            *(storage.file(sha256).stat().st_size, described.requires_python, uploaded),
        ),
    )


def _is_logged_in(request: web.Request) -> bool:
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    try:
        given = base64.b64decode(value)
    except binascii.Error:
        return False
    wanted = f"__token__:{request.app[TOKEN]}".encode()
    return scheme.lower() == "basic" and hmac.compare_digest(given, wanted)


async def _read_form(request: web.Request) -> Form:
    if not request.content_type.startswith("multipart/"):
        raise Rejected("Upload payload is not a multipart form.")
    fields: dict[str, str] = {}
    filename, file = "", None
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        if part.name == "content" and file is None:
            filename = part.filename or ""
            file = await _receive(part, request.app[STORAGE])
        else:
            fields.setdefault(part.name, await _read_text(part))
    if file is None:
        raise Rejected("Upload payload does not have a file.")
    return Form(fields, filename, file)


async def _receive(part: BodyPartReader, storage: Storage) -> received.ReceivedFile:
    try:
        return await received.receive(_chunks(part), storage.folder / "incoming")
    except received.TooLarge:
        raise Rejected("File too large. Limit for this project is 100 MB.") from None


async def _chunks(part: BodyPartReader) -> AsyncIterator[bytes]:
    while chunk := await part.read_chunk(received.CHUNK):
        yield chunk


async def _read_text(part: BodyPartReader) -> str:
    text = b""
    async for chunk in _chunks(part):
        text += chunk
        if len(text) > LONGEST_FIELD:
            raise Rejected(f"The field {part.name!r} is too long.")
    return text.decode(errors="replace")


def _check_digests(form: Form) -> None:
    """Refuse a file that is not the one that the client meant to send."""
    if form.fields.get(":action") != "file_upload":
        raise Rejected("Invalid value for :action.")
    file = form.file
    found = {"sha256": file.sha256, "md5": file.md5, "blake2_256": file.blake2}
    declared = {kind: form.fields.get(f"{kind}_digest", "").lower() for kind in found}
    if not any(declared.values()):
        raise Rejected("Include at least one message digest.")
    if any(digest and digest != found[kind] for kind, digest in declared.items()):
        raise Rejected(_WRONG_DIGEST)


def _refusal(status: int, sentence: str) -> web.Response:
    line = " ".join(sentence.encode("ascii", "replace").decode().split())
    return web.Response(status=status, reason=line, text=f"{status} {line}\n")
