"""A package index that misbehaves: silence is Unknown, a refusal says why, nothing repeats."""

import dataclasses
import hashlib
from pathlib import Path

import pytest
from aiohttp import web

from bot import errors, ports
from bot.adapters.patience import Patience
from bot.adapters.registry.addresses import Addresses
from bot.adapters.registry.pypi import PyPIPackageIndex
from bot.adapters.registry.simple_index import JSON
from bot.settings.secrets import SecretReference
from tests.fakes.stored_files import secret_file, store
from tests.fakes.tiny_packages import tiny_wheel
from tests.fakes.unruly_server import Answer, UnrulyServer, drop, say

TOKEN = "pypi-canary-token"  # noqa: S105 - opens nothing
HASTY = Patience(answer=1, call=20, pauses=(0.0,))
WHEEL = tiny_wheel("tiny", "1.0.0")
SILENT = {
    "hangs up": drop,
    "502 in HTML": say(502, "<html>Bad Gateway</html>", Content_Type="text/html"),
    "too many requests": say(429, Retry_After="3600"),
    "truncated": say(200, '{"files": [{"filena', Content_Type=JSON),
    "another shape": say(200, '{"files": 7}', Content_Type=JSON),
    "too deep": say(200, "[" * 100_000, Content_Type=JSON),
    "HTML": say(200, "<html></html>", Content_Type="text/html"),
    "redirect": say(302, Location="http://127.0.0.1:9/simple/"),
    "forbidden": say(403),
}


@pytest.fixture
def index(server: UnrulyServer, tmp_path: Path) -> PyPIPackageIndex:
    """The adapter at the unruly server."""
    where = Addresses(f"{server.url}/legacy/", f"{server.url}/simple/")
    return PyPIPackageIndex(
        "pypi", where, SecretReference(file=secret_file(tmp_path, TOKEN)), HASTY
    )


@pytest.mark.parametrize("answer", SILENT.values(), ids=SILENT)
async def test_an_index_without_a_good_answer_is_unknown(
    server: UnrulyServer, index: PyPIPackageIndex, answer: Answer
) -> None:
    """Unknown is not missing; a look is repeated."""
    server.rules["GET", "/simple/"] = answer

    with pytest.raises(errors.Unknown):
        await index.files("tiny")

    assert server.count("GET") >= 2  # aiohttp asks once more by itself after a hang-up


@pytest.mark.parametrize("how", ["hang", "drip"])
async def test_a_slow_index_is_unknown_in_time(
    server: UnrulyServer, index: PyPIPackageIndex, how: str
) -> None:
    """Neither silence nor a byte now and then holds the bot."""
    server.rules["GET", "/simple/"] = getattr(server, how)

    with pytest.raises(errors.Unknown):
        await index.versions("tiny")


async def test_an_endless_page_is_unknown(server: UnrulyServer, index: PyPIPackageIndex) -> None:
    """The memory of the bot is not at the index's mercy, not even packed."""
    server.rules["GET", "/simple/"] = say(200, " " * 34 * 2**20, Content_Type=JSON)

    with pytest.raises(errors.Unknown, match="too large"):
        await index.versions("tiny")


async def test_a_file_of_unknown_form_is_listed_but_has_no_version(
    server: UnrulyServer, index: PyPIPackageIndex
) -> None:
    """Old indexes list eggs and worse; a reason makes a file yanked."""
    page = """{"files": [
        {"filename": "tiny-1.0.egg", "url": "x.egg"},
        {"filename": "tiny-1.0.tar.gz", "url": "../../t.gz", "yanked": "broken"}]}"""
    server.rules["GET", "/simple/"] = say(200, page, Content_Type=JSON)

    files = await index.files("tiny")

    assert [(f.name, f.sha256, f.yanked) for f in files] == [
        ("tiny-1.0.egg", "", False),
        ("tiny-1.0.tar.gz", "", True),
    ]
    assert files[1].url == f"{server.url}/t.gz"
    assert await index.versions("tiny") == ("1.0",)
    assert len(await index.files("tiny", "1.0.0")) == 1


async def test_an_install_from_a_silent_index_is_unknown(
    server: UnrulyServer, index: PyPIPackageIndex
) -> None:
    """That uv could not install says nothing if the index does not answer anybody."""
    server.rules["GET", "/simple/"] = say(503)

    with pytest.raises(errors.Unknown):
        await index.install("tiny", "1.0.0", "3.11")


REFUSALS = {
    "wrong token": (403, "Invalid or non-existent authentication information.", "credentials"),
    "no token": (401, None, "credentials"),
    "bad metadata": (400, "The description failed to render.", "refused"),
    "too large": (413, None, "refused"),
    "redirect": (301, None, "refused"),
}


@pytest.mark.parametrize(("status", "sentence", "reason"), REFUSALS.values(), ids=REFUSALS)
async def test_a_refused_upload_says_why(
    server: UnrulyServer,
    index: PyPIPackageIndex,
    tmp_path: Path,
    status: int,
    sentence: str | None,
    reason: str,
) -> None:
    """The index's own sentence reaches people, and nothing is sent again."""
    location = {"Location": "http://127.0.0.1:9/"} if status == 301 else {}
    server.rules["POST", "/legacy/"] = say(status, reason=sentence, **location)

    with pytest.raises(errors.Failed) as caught:
        await index.upload(*store(tmp_path, "wheel", WHEEL))

    assert caught.value.reason == reason
    assert not isinstance(caught.value, errors.Conflict)
    assert (sentence or str(status)) in caught.value.sentence
    assert server.count("POST") == 1


UNCONFIRMED = {"hangs up": drop, "502": say(502), "503": say(503), "429": say(429)}


@pytest.mark.parametrize("answer", UNCONFIRMED.values(), ids=UNCONFIRMED)
async def test_an_unconfirmed_upload_is_sent_once(
    server: UnrulyServer, index: PyPIPackageIndex, tmp_path: Path, answer: Answer
) -> None:
    """Whether it arrived is for the next look to say; twine does not post again."""
    server.rules["POST", "/legacy/"] = answer

    with pytest.raises(errors.Unknown):
        await index.upload(*store(tmp_path, "wheel", WHEEL))

    assert server.count("POST") == 1


async def test_an_upload_that_hangs_ends(
    server: UnrulyServer, index: PyPIPackageIndex, tmp_path: Path
) -> None:
    """The publisher gives up by itself."""
    server.rules["POST", "/legacy/"] = server.hang

    with pytest.raises(errors.Unknown, match="ReadTimeout"):
        await index.upload(*store(tmp_path, "wheel", WHEEL))


async def test_a_publisher_that_does_not_give_up_is_killed(
    server: UnrulyServer, tmp_path: Path
) -> None:
    """The bot's own clock ends it."""
    server.rules["POST", "/legacy/"] = server.drip
    where = Addresses(f"{server.url}/legacy/", f"{server.url}/simple/")
    secret = SecretReference(file=secret_file(tmp_path, TOKEN))
    index = PyPIPackageIndex("pypi", where, secret, Patience(answer=1, call=3, pauses=()))

    with pytest.raises(errors.Unknown, match="time limit"):
        await index.upload(*store(tmp_path, "wheel", WHEEL))


async def test_a_name_that_was_deleted_is_a_conflict(
    server: UnrulyServer, index: PyPIPackageIndex, tmp_path: Path
) -> None:
    """PyPI never gives a name back, though its list does not show it."""
    sentence = "This filename has already been used, use a different version."
    server.rules["POST", "/legacy/"] = say(400, reason=sentence)

    with pytest.raises(errors.Conflict, match="deleted"):
        await index.upload(*store(tmp_path, "wheel", WHEEL))


async def test_an_index_that_refuses_even_our_own_bytes_is_understood(
    server: UnrulyServer, index: PyPIPackageIndex, tmp_path: Path
) -> None:
    """Other indexes say 400 or 409 to identical bytes; the list decides."""
    artifact, path = store(tmp_path, "wheel", WHEEL)
    page = f"""{{"files": [{{"filename": "{artifact.name}", "url": "x",
        "hashes": {{"sha256": "{artifact.sha256}"}}}}]}}"""
    server.rules["GET", "/simple/"] = say(200, page, Content_Type=JSON)
    server.rules["POST", "/legacy/"] = say(409, "Package already exists!")

    await index.upload(artifact, path)

    assert server.count("POST") == 1


async def test_the_token_is_in_no_message(
    server: UnrulyServer, index: PyPIPackageIndex, tmp_path: Path
) -> None:
    """An index that repeats what it was sent does not get the secret into our channel."""

    async def echo(request: web.Request) -> web.StreamResponse:
        await request.read()
        said = f"What is {request.headers['Authorization']} or {TOKEN}"
        return web.Response(status=400, reason=said)

    server.rules["POST", "/legacy/"] = echo

    with pytest.raises(errors.Failed, match=r"What is Basic \*\*\* or \*\*\*"):
        await index.upload(*store(tmp_path, "wheel", WHEEL))


def _listed(server: UnrulyServer, **changes: str) -> ports.IndexFile:
    """A wheel as an index lists it."""
    name, content = WHEEL
    digest = hashlib.sha256(content).hexdigest()
    listed = ports.IndexFile(name=name, sha256=digest, url=f"{server.url}/files/{name}")
    return dataclasses.replace(listed, **changes)  # type: ignore[arg-type]  # texts alone


@pytest.mark.parametrize("name", ["hangs up", "502 in HTML", "redirect", "forbidden"])
async def test_a_download_without_an_answer_is_unknown(
    server: UnrulyServer, index: PyPIPackageIndex, tmp_path: Path, name: str
) -> None:
    """It is tried again, never led elsewhere."""
    server.rules["GET", "/files/"] = SILENT[name]

    with pytest.raises(errors.Unknown):
        await index.download(_listed(server), tmp_path)


async def test_other_bytes_than_are_listed_are_thrown_away(
    server: UnrulyServer, index: PyPIPackageIndex, tmp_path: Path
) -> None:
    """Nothing stays of them that anybody could take for the package."""
    server.rules["GET", "/files/"] = say(200, "not the wheel")
    folder = tmp_path / "new"
    folder.mkdir()

    with pytest.raises(errors.BadArtifact, match="but it lists") as refused:
        await index.download(_listed(server), folder)
    assert (refused.value.reason, [*folder.iterdir()]) == ("bad_download", [])


@pytest.mark.parametrize(
    "changes",
    [
        {"sha256": ""},
        {"name": "../../escaped-1.0.0.tar.gz"},
        {"name": "/etc/cron.d/tiny-1.0.0.tar.gz"},
        {"url": "http://files.example/tiny"},
        {"url": "file:///etc/passwd"},
    ],
)
async def test_what_cannot_be_checked_is_not_fetched(
    server: UnrulyServer, index: PyPIPackageIndex, tmp_path: Path, changes: dict[str, str]
) -> None:
    """Without a hash, under a name that leads elsewhere, or from where anybody could answer."""
    with pytest.raises(errors.BadArtifact):
        await index.download(_listed(server, **changes), tmp_path)

    assert server.count("GET") == 0
