"""Hearing at Discord: everything that people type is answered, to them alone, and by identity."""

import asyncio

import pytest

from bot.adapters.chat.discord.hearing import answers, commands
from bot.adapters.chat.discord.platform import DiscordPlatform
from bot.domain.conversation.commands import Caller
from bot.domain.conversation.messages import Line, Reply
from bot.rehearsal.discord.numbers import Answered
from tests.fakes import fake_reception, sample_statuses
from tests.fakes.discord_office import Office
from tests.fakes.fake_reception import FakeReception
from tests.fakes.slack_office import eventually

pytestmark = pytest.mark.usefixtures("platform")


async def test_a_command_is_a_line_of_the_grammar(office: Office, reception: FakeReception) -> None:
    """The caller is known by server and user; the project is the channel's."""
    told = await office.types("alice", "start", bump="minor", title="Spring")
    ((line, caller),) = reception.asked

    assert line == "minor titled Spring"
    assert "alice said minor titled Spring." in told
    assert (caller.person, caller.project, caller.is_direct) == ("alice", "greeter", False)
    assert caller.account == f"discord:{office.ids.guild}/{office.ids.alice}"
    assert office.messages() == []


@pytest.mark.parametrize(
    ("command", "options", "line"),
    [
        ("status", {"release": "1.2.0"}, "status 1.2.0"),
        ("plan", {"bump": "minor", "branch": "release/1.2"}, "plan minor from release/1.2"),
        ("hold", {"reason": "the docs “are” late"}, "hold the docs “are” late"),
        ("reject", {"reason": "no", "release": "1.2.0"}, "reject 1.2.0 no"),
        ("cancel", {"reason": "wrong\nbranch"}, "cancel wrong branch"),
        ("more skip", {"stage": "publish testpypi", "reason": "x"}, 'skip "publish testpypi" x'),
        ("more override", {"gate": 'the "gate"', "reason": "x"}, "override \"the 'gate'\" x"),
        ("more checklist-tick", {"line": "blog", "evidence": "a b"}, "checklist tick blog a b"),
        ("more notes-edit", {"project": "greeter"}, "notes greeter edit"),
        ("list", {}, "list"),
        ("help", {"verb": "hold"}, "help hold"),
    ],
)
async def test_what_is_filled_in_arrives(
    office: Office, reception: FakeReception, command: str, options: dict[str, str], line: str
) -> None:
    """Each option stands where the grammar expects it."""
    await office.types("alice", command, **options)

    assert reception.asked[0][0] == line


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("start", {"bump": "cancel"}),
        ("start", {"bump": "minor titled x"}),
        ("start", {"bump": ""}),
        ("status", {"project": "other"}),
        ("plan", {"bump": "hold"}),
        ("hold", {"reason": "x" * 1001}),
    ],
)
async def test_an_option_is_no_other_command(
    office: Office, reception: FakeReception, command: str, options: dict[str, str]
) -> None:
    """What is no kind of release or no project is refused before it is a line."""
    told = await office.types("alice", command, **options)

    assert "reason: " in told
    assert reception.asked == []


async def test_projects_bumps_and_releases_are_offered(
    office: Office, platform: DiscordPlatform
) -> None:
    """From memory, as one types: nobody is asked."""
    channel, alice = office.ids.releases, office.person("alice")
    await platform.surface.show(sample_statuses.conversation("asked"))
    projects = await alice.complete(channel, "release start", "project", "gre")
    bumps = await alice.complete(channel, "release start", "bump", "m")
    releases = await alice.complete(channel, "release approve", "release", "1.2")
    none = await alice.complete(channel, "release approve", "release", "9.9")

    assert [each["value"] for each in projects.choices] == ["greeter"]
    assert {"major", "minor"} <= {each["value"] for each in bumps.choices}
    assert [each["value"] for each in releases.choices] == [sample_statuses.RELEASE]
    assert str(releases.choices[0]["name"]).startswith("Acme Greeter 1.2.0: Waits for")
    assert none.choices == ()
    assert max(each.milliseconds for each in (projects, bumps, releases)) < 1000


async def test_whoever_is_not_listed_may_only_look(
    office: Office, reception: FakeReception
) -> None:
    """Dave is a member whom the operator does not know, although he sees the command."""
    office.discord.admin.set_roles(office.ids.guild, office.ids.dave, [office.ids.releaser])
    told = await office.types("dave", "status")

    assert "has no role here" in told
    assert reception.asked[0][1].person == ""


async def test_the_command_is_hidden_from_others(office: Office) -> None:
    """Discord shows it only to those who may manage messages, unless the server says otherwise."""
    assert office.person("dave").commands() == []
    assert office.person("mallory").commands() == []
    assert office.person("alice").commands() == ["release"]


async def test_a_slow_answer_is_deferred(
    office: Office, reception: FakeReception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The person reads that the bot thinks, then the answer."""
    monkeypatch.setattr(answers, "STORED_SECONDS", 0.02)
    say = reception.say

    async def slow(text: str, caller: Caller) -> Reply:
        await asyncio.sleep(0.2)
        return await say(text, caller)

    monkeypatch.setattr(reception, "say", slow)
    person = office.person("alice")
    replied = await person.invoke(office.ids.releases, "release status", {})

    assert replied.answered is Answered.DEFERRED_MESSAGE
    assert "alice said status" in (await person.settled(replied)).text


async def test_a_bug_is_answered(
    office: Office, reception: FakeReception, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody is left with an interaction that failed."""

    def broken(_text: str, _caller: Caller) -> Reply:
        raise RuntimeError("a bug")

    reception.answer = broken
    told = await office.types("alice", "status")

    assert "could not work that out" in told
    assert "a bug" in caplog.text


async def test_long_answers_fit(office: Office, reception: FakeReception) -> None:
    """Whatever a reception says."""
    lines = tuple(Line(text=f"{'word <@1> ' * 40}{number}") for number in range(60))
    reception.answer = lambda _text, _caller: Reply(blocks=lines)

    assert "there is more than a message holds" in await office.types("alice", "list")


async def test_a_refusal_names_its_code(office: Office, reception: FakeReception) -> None:
    """And what to do next."""
    reception.answer = lambda _text, _caller: Reply(error=fake_reception.REFUSED.to_json())

    told = await office.types("alice", "hold", reason="late")

    assert "Ask alice" in told
    assert "reason: `not_allowed`" in told


async def test_the_command_is_registered_once(office: Office, reception: FakeReception) -> None:
    """A second start compares and writes nothing."""

    def writes() -> int:
        return sum(each.method == "PUT" for each in office.discord.record.received)

    before = writes()
    office.discord.record.received.clear()
    async with office.staffed(reception):
        await eventually(
            lambda: [e for e in office.discord.record.received if e.path.endswith("/commands")]
        )
        await asyncio.sleep(0.1)

    assert (before, writes()) == (1, 0)


async def test_a_command_that_has_changed_is_registered_anew(
    office: Office, reception: FakeReception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one request, by the first start that knows of the change."""
    changed = commands.definition() | {"description": "Releases, and more"}
    monkeypatch.setattr(commands, "definition", lambda: changed)
    office.discord.record.received.clear()
    async with office.staffed(reception):
        await eventually(lambda: [e for e in office.discord.record.received if e.method == "PUT"])

    (found,) = office.person("alice").definitions()
    assert found["description"] == "Releases, and more"


async def test_a_command_in_a_thread_is_of_its_channel(
    office: Office, platform: DiscordPlatform, reception: FakeReception
) -> None:
    """The thread of a card belongs to the card's project."""
    await platform.surface.show(sample_statuses.conversation("asked"))
    await office.card("Waits for")
    await eventually(lambda: office.thread(office.messages()[0]))
    thread = int(office.messages()[0]["id"])
    alice = office.person("alice")
    await office.told("alice", await alice.invoke(thread, "release who", {}))

    ((line, caller),) = reception.asked
    assert (line, caller.project) == ("who", "greeter")
