"""The transcript of the local GitHub: what it keeps, and what it leaves out."""

import json
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.rehearsal.github import asking, transcript
from bot.rehearsal.storage import open_storage


async def _kept(folder: Path, path: str, answer: object) -> list[dict[str, Any]]:
    with open_storage(folder) as storage:
        app = web.Application()
        app[asking.STORAGE] = storage
        request = make_mocked_request("GET", path, app=app)

        async def handler(_: web.Request) -> web.StreamResponse:
            return web.json_response(answer)

        await transcript.keep(request, handler)
    place = folder / transcript.FILE
    if not place.exists():
        return []
    assert place.stat().st_mode & 0o777 == 0o600
    lines = [json.loads(line) for line in place.read_text().splitlines()]
    place.unlink()  # such answers are none of GitHub's, and every transcript is measured
    return lines


async def test_an_exchange_is_one_line(tmp_path: Path) -> None:
    """Who asked for what, and what the answer was."""
    (line,) = await _kept(tmp_path, "/repos/acme/greeter?page=2", {"id": 1})

    assert line == {
        "method": "GET",
        "path": "/repos/acme/greeter",
        "query": [["page", "2"]],
        "status": 200,
        "caller": "nobody",
        "answer": {"id": 1},
    }


async def test_secrets_are_not_kept(tmp_path: Path) -> None:
    """Tokens and keys leave the world by the answer alone."""
    answer = [{"token": "ghs_1", "more": {"secret": "s", "url": "u"}, "pem": None}]

    (line,) = await _kept(tmp_path, "/app", answer)

    assert line["answer"] == [{"token": "***", "more": {"secret": "***", "url": "u"}, "pem": None}]


async def test_large_answers_are_left_out(tmp_path: Path) -> None:
    """Only their size is told."""
    (line,) = await _kept(tmp_path, "/repos/acme/greeter", "x" * transcript.LARGEST_BODY)

    assert line["answer_left_out"] == transcript.LARGEST_BODY + 2
    assert "answer" not in line


async def test_pages_of_people_are_not_the_api(tmp_path: Path) -> None:
    """What a browser or git asks for is no exchange of the API."""
    assert await _kept(tmp_path, "/acme/greeter/releases/download/v1/a.whl", {}) == []
    assert await _kept(tmp_path, "/_world/effects", {}) == []


async def test_a_large_transcript_is_set_aside(tmp_path: Path) -> None:
    """The file does not grow for ever."""
    (tmp_path / transcript.FILE).touch()
    with (tmp_path / transcript.FILE).open("r+b") as file:
        file.truncate(transcript.LARGEST_FILE + 1)

    lines = await _kept(tmp_path, "/repos/acme/greeter", {})

    assert len(lines) == 1
    assert (tmp_path / transcript.OLD).stat().st_size > transcript.LARGEST_FILE
    (tmp_path / transcript.OLD).unlink()
