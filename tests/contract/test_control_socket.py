"""The control socket: who calls is told by the system, and both ends understand each other."""

import asyncio
import os
import pwd
import socket
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import pytest

from bot import errors
from bot.adapters.control import address
from bot.adapters.control import client as control_client
from bot.adapters.control import server as control_socket
from bot.adapters.control.client import ControlClient
from bot.domain.approvals.local_people import LocalPeople
from bot.domain.conversation.commands import Caller
from bot.domain.conversation.messages import Dialog, Reply
from bot.domain.notes import edited_notes
from bot.ports import Releases
from tests.fakes.fake_reception import FakeReception
from tests.fakes.followed_releases import FollowedReleases

LOGIN = pwd.getpwuid(os.getuid()).pw_name
PEOPLE = LocalPeople(by_login={LOGIN: "alice"})
REHEARSAL = LocalPeople(by_login={LOGIN: "alice"}, actors=frozenset({"alice", "bob"}))


@pytest.fixture
def reception() -> FakeReception:
    """Answers everybody whom it knows."""
    return FakeReception()


@pytest.fixture
def releases() -> FollowedReleases:
    """One release that can be followed."""
    return FollowedReleases()


@asynccontextmanager
async def opened(
    folder: Path,
    reception: FakeReception,
    releases: FollowedReleases,
    people: LocalPeople = PEOPLE,
    **spoken: str,
) -> AsyncIterator[ControlClient]:
    """A socket in this folder, and a client that calls it."""
    async with (
        control_socket.open_socket(folder, reception, cast("Releases", releases), people),
        control_client.connected(folder, **spoken) as client,
    ):
        yield client


def callers(reception: FakeReception) -> list[Caller]:
    """Who was understood to have asked."""
    found = (part for asked in reception.asked for part in asked)
    return [part for part in found if isinstance(part, Caller)]


async def test_the_caller_is_whom_the_system_names(
    tmp_path: Path, reception: FakeReception, releases: FollowedReleases
) -> None:
    """Nothing that a request says of itself decides who it is."""
    async with opened(tmp_path, reception, releases, project="greeter") as client:
        reply = await client.say("status")

    [caller] = callers(reception)
    assert reception.asked == [("status", caller)]
    assert (caller.person, caller.account) == ("alice", f"local:{LOGIN}")
    assert caller.project == "greeter"
    assert caller.delivery.startswith("local:")
    assert reply == reception.answer("status", caller)


async def test_each_request_is_a_delivery_of_its_own(
    tmp_path: Path, reception: FakeReception, releases: FollowedReleases
) -> None:
    """Typed twice is asked twice."""
    async with opened(tmp_path, reception, releases) as client:
        await client.say("minor")
        await client.say("minor")

    assert len({caller.delivery for caller in callers(reception)}) == 2


async def test_a_login_that_nobody_configured_is_nobody(
    tmp_path: Path, reception: FakeReception, releases: FollowedReleases
) -> None:
    """The reception refuses it; the socket makes no person up."""
    async with opened(tmp_path, reception, releases, LocalPeople(by_login={})) as client:
        reply = await client.say("minor")

    assert reply.error is not None
    assert callers(reception)[0].person == ""


async def test_in_a_rehearsal_one_may_act_as_somebody_else(
    tmp_path: Path, reception: FakeReception, releases: FollowedReleases
) -> None:
    """The account stays the true one."""
    async with opened(tmp_path, reception, releases, REHEARSAL, actor="bob") as client:
        await client.say("approve")

    assert callers(reception)[0].person == "bob"
    assert callers(reception)[0].account == f"local:{LOGIN}"


@pytest.mark.parametrize(
    ("people", "actor", "code"),
    [(PEOPLE, "bob", "not_allowed"), (REHEARSAL, "mallory", "not_understood")],
)
async def test_acting_is_refused_otherwise(
    tmp_path: Path,
    reception: FakeReception,
    releases: FollowedReleases,
    people: LocalPeople,
    actor: str,
    code: str,
) -> None:
    """Outside a rehearsal, and as somebody who is not known; the reception never hears of it."""
    async with opened(tmp_path, reception, releases, people, actor=actor) as client:
        with pytest.raises(errors.ReleasebotError) as refused:
            await client.say("approve")

    assert refused.value.reason == code
    assert reception.asked == []


async def test_a_dialog_goes_back_with_what_was_filled_in(
    tmp_path: Path, reception: FakeReception, releases: FollowedReleases
) -> None:
    """Together with the name of the text that was shown."""
    dialog = Dialog(
        action="edit_notes", title="Notes", release="r1", fields=(), submit="Save", base="sha256:1"
    )
    async with opened(tmp_path, reception, releases) as client:
        await client.submit(dialog, {"text": "### Added"})

    action, release, _, _, fields, _ = reception.asked[0]
    assert (action, release) == ("edit_notes", "r1")
    assert fields == {"text": "### Added", "base": "sha256:1"}


async def test_a_release_is_followed_change_by_change(
    tmp_path: Path, reception: FakeReception, releases: FollowedReleases
) -> None:
    """How it is now, then each change of it, and none of another one."""
    states: list[str] = []
    async with opened(tmp_path, reception, releases) as client:
        async for status in client.follow("r1"):
            states.append(status["state"])
            if status["state"] == "done":
                break
            releases.change("r2", "failed")
            releases.change("r1", "running" if len(states) == 1 else "done")

    assert states == ["planned", "running", "done"]


async def test_what_is_not_there_is_told_in_two_sentences(
    tmp_path: Path, reception: FakeReception, releases: FollowedReleases
) -> None:
    """An error keeps its kind and its code across the socket."""
    async with opened(tmp_path, reception, releases) as client:
        with pytest.raises(errors.BadInput, match="There is no release r9"):
            await client.status("r9")
        with pytest.raises(errors.BadInput, match="There is no release r9"):
            await anext(client.follow("r9"))


async def test_the_audit_comes_whole(
    tmp_path: Path, reception: FakeReception, releases: FollowedReleases
) -> None:
    """Its rows, and the first one that was altered."""
    releases.altered = 1
    async with opened(tmp_path, reception, releases) as client:
        audit = await client.audit()

    assert audit == {"rows": [{"number": 1, "release": "r1", "hash": "ab"}], "first_altered": 1}


BAD_BODIES: tuple[tuple[bytes, str], ...] = (
    (b"", "not_understood"),
    (b"not json", "not_understood"),
    (b"[]", "not_understood"),
    (b'{"text": "status"}', "not_understood"),
    (b'{"text": "status", "delivery": "1", "person": "alice"}', "not_understood"),
    (b'{"text": "status", "delivery": "' + b"1" * 101 + b'"}', "not_understood"),
    (b'{"text": "' + b"x" * address.LARGEST_BODY + b'", "delivery": "1"}', "too_long"),
)


@pytest.mark.parametrize(("body", "code"), BAD_BODIES, ids=range(len(BAD_BODIES)))
async def test_a_bad_request_is_refused(
    tmp_path: Path, reception: FakeReception, releases: FollowedReleases, body: bytes, code: str
) -> None:
    """Too long, not understood, or saying of itself who it is."""
    async with (
        opened(tmp_path, reception, releases) as client,
        client.session.post("http://bot/say", data=body) as answer,
    ):
        told = await answer.json()

    assert (answer.status, told["error"]["code"]) == (409, code)
    assert reception.asked == []


async def test_the_longest_notes_get_through(
    tmp_path: Path, reception: FakeReception, releases: FollowedReleases
) -> None:
    """Also those of signs that are six times as long in JSON."""
    dialog = Dialog(action="edit_notes", title="Notes", release="r1", fields=(), submit="Save")
    text = "\x7f\x01" * (edited_notes.MOST_BYTES // 2)
    async with opened(tmp_path, reception, releases) as client:
        reply = await client.submit(dialog, {"text": text})

    assert reply.error is None
    assert reception.asked[0][4]["text"] == text


async def test_only_its_user_can_open_it(
    tmp_path: Path, reception: FakeReception, releases: FollowedReleases
) -> None:
    """The file's mode says so from its first moment, and it is gone afterwards."""
    path = tmp_path / address.NAME
    async with opened(tmp_path, reception, releases):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert control_client.is_served(tmp_path)

    assert not path.exists()
    assert not control_client.is_served(tmp_path)


async def test_the_socket_of_a_dead_bot_is_replaced(
    tmp_path: Path, reception: FakeReception, releases: FollowedReleases
) -> None:
    """One that was killed leaves its file behind, and nobody answers there."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as dead:
        dead.bind(str(tmp_path / address.NAME))
    assert not control_client.is_served(tmp_path)

    async with opened(tmp_path, reception, releases) as client:
        assert (await client.say("status")).error is None


async def test_the_socket_of_a_living_bot_is_not(
    tmp_path: Path, reception: FakeReception, releases: FollowedReleases
) -> None:
    """The second one is refused, and the first one goes on answering."""
    async with opened(tmp_path, reception, releases) as client:
        with pytest.raises(errors.Refused) as refused:
            async with opened(tmp_path, reception, releases):
                pass
        assert (await client.say("status")).error is None

    assert refused.value.reason == "folder_in_use"


async def test_a_folder_may_lie_as_deep_as_it_likes(
    tmp_path: Path, reception: FakeReception, releases: FollowedReleases
) -> None:
    """The system takes paths of 107 characters; ours is longer."""
    deep = tmp_path / ("x" * 100) / ("y" * 100)
    deep.mkdir(parents=True)
    async with opened(deep, reception, releases) as client:
        assert (await client.say("status")).error is None


async def test_a_bot_that_ends_ends_the_stream(
    tmp_path: Path,
    reception: FakeReception,
    releases: FollowedReleases,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever follows is not left waiting, and nobody answers any more."""
    monkeypatch.setattr(control_socket, "SECONDS_TO_END", 0.05)
    people = LocalPeople(by_login={})
    async with control_client.connected(tmp_path) as client, asyncio.timeout(20):
        async with control_socket.open_socket(
            tmp_path, reception, cast("Releases", releases), people
        ):
            followed = client.follow("r1")
            await anext(followed)
        with pytest.raises((StopAsyncIteration, errors.Unknown)):
            await anext(followed)
        with pytest.raises(errors.Unknown, match="The bot ended"):
            await client.say("status")


async def test_a_bug_is_told_and_logged(
    tmp_path: Path,
    reception: FakeReception,
    releases: FollowedReleases,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """In a sentence; the traceback is for the log."""

    def broken(_text: str, _caller: object) -> Reply:
        raise ZeroDivisionError

    reception.answer = broken
    async with opened(tmp_path, reception, releases) as client:
        with pytest.raises(errors.Failed, match="broken") as told:
            await client.say("status")

    assert told.value.reason == "bug"
    assert "ZeroDivisionError" in caplog.text
