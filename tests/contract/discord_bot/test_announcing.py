"""Announcing at Discord: one post for each key, published once, and whatever refuses is said."""

import pytest

from bot import errors, ports
from bot.adapters.chat.discord import announcements
from bot.rehearsal.discord.faults import Fault, Kind
from bot.rehearsal.discord.numbers import Flag, Permission
from tests.fakes.discord_office import Json, Office, said

KEY = "11f0d1bbe0f6:announcement"
LINE = "Hello @everyone and <@1>: [docs](https://example.org/1)"
TEXT = f"# Acme Greeter 1.2.0\n\n{LINE}\n\n- one\n"
PAGE = "https://example.org/o/my_demo/releases/tag/v1.2.0"
POSTS = "/channels/[0-9]+/messages$"
PUBLISHES = "/crosspost$"


@pytest.fixture
def chat(office: Office) -> ports.Chat:
    """The chat, also without a connection."""
    return office.platform().chat


def news(office: Office) -> str:
    """The announcement channel."""
    return str(office.ids.announcements)


def posts(office: Office) -> list[Json]:
    """What stands in the announcement channel."""
    return office.messages(office.ids.announcements)


async def test_a_post_is_found_by_its_key(office: Office, chat: ports.Chat) -> None:
    """As it was posted, also between other messages."""
    assert await chat.find(news(office), KEY) is None
    posted = await chat.post(news(office), KEY, TEXT)
    office.person("alice").write(office.ids.announcements, "thanks")
    found = await chat.find(news(office), KEY)

    assert found == posted
    assert found.digest == ports.text_digest(TEXT)
    assert found.url.endswith(f"/channels/{office.ids.guild}/{news(office)}/{posted.id}")
    assert await chat.find(str(office.ids.releases), KEY) is None


async def test_it_is_published_once(office: Office, chat: ports.Chat) -> None:
    """And not again by a correction; a channel without followers publishes nothing."""
    posted = await chat.post(news(office), KEY, TEXT)
    await chat.edit(posted, f"{TEXT}- two")
    await chat.post(str(office.ids.releases), KEY, TEXT)

    published = [e for e in office.discord.record.received if e.path.endswith("/crosspost")]
    assert [each.status for each in published] == [200]
    assert int(posts(office)[0]["flags"]) & Flag.CROSSPOSTED


async def test_nothing_in_it_is_alive(office: Office, chat: ports.Chat) -> None:
    """Nobody is pinged, and every link shows where it leads."""
    await chat.post(news(office), KEY, TEXT)

    (message,) = posts(office)
    assert "docs (https://example.org/1)" in said(message)
    assert "](" not in said(message)
    assert office.discord.admin.pings() == []
    assert office.posts(office.ids.announcements)[0]["allowed_mentions"] == {"parse": []}


async def test_a_role_is_mentioned_where_it_is_configured(office: Office) -> None:
    """That one, once, whatever the text says; a correction mentions nobody."""
    role = office.discord.admin.add_role(office.ids.guild, "watchers", mentionable=True)
    chat = office.platform(announce_role=role).chat
    posted = await chat.post(news(office), KEY, f"{TEXT} <@&{office.ids.approver}>")
    await chat.edit(posted, "right")

    assert office.discord.admin.pings() == [("role", str(role))]
    assert (await chat.find(news(office), KEY)) == await chat.edit(posted, "right")


async def test_a_post_is_corrected_in_place(office: Office, chat: ports.Chat) -> None:
    """Nobody is told twice."""
    posted = await chat.post(news(office), KEY, "wrong")
    edited = await chat.edit(posted, "right")

    assert edited == await chat.find(news(office), KEY)
    assert edited.digest == ports.text_digest("right")
    assert edited.text == "right"
    assert len(posts(office)) == 1


@pytest.mark.parametrize("method", [POSTS, PUBLISHES])
async def test_a_lost_answer_is_not_hidden(office: Office, chat: ports.Chat, method: str) -> None:
    """It is not known, so it is looked up; in the end there is one post, and it is published."""
    office.discord.faults.add(Fault("lost", "POST", method))
    with pytest.raises(errors.Unknown):
        await chat.post(news(office), KEY, TEXT)
    found = await chat.find(news(office), KEY)
    assert found is not None
    await chat.edit(found, TEXT)

    again = await chat.find(news(office), KEY)
    assert again is not None
    assert again.digest == ports.text_digest(TEXT)
    assert len(posts(office)) == 1
    assert int(posts(office)[0]["flags"]) & Flag.CROSSPOSTED


async def test_the_nonce_is_a_second_guard(office: Office, chat: ports.Chat) -> None:
    """A bot that did not see its own post in the history posts none beside it."""
    first = await chat.post(news(office), KEY, TEXT)
    second = await chat.post(news(office), KEY, TEXT)

    assert first.id == second.id
    assert len(posts(office)) == 1


async def test_a_post_that_is_not_published_yet_says_nothing_yet(
    office: Office, chat: ports.Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Publishing hangs: it has a time of its own, and is done when it is corrected."""
    monkeypatch.setattr(announcements, "PUBLISH_SECONDS", 0.1)
    office.discord.faults.add(Fault("slow", "POST", PUBLISHES, seconds=1.0))
    with pytest.raises(errors.Unknown):
        await chat.post(news(office), KEY, TEXT)
    found = await chat.find(news(office), KEY)
    assert found is not None
    assert found.digest == ""
    await chat.edit(found, TEXT)

    edits = [e for e in office.discord.record.received if e.method == "PATCH"]
    assert edits == []
    assert int(posts(office)[0]["flags"]) & Flag.CROSSPOSTED


async def test_too_many_publications_need_a_person(office: Office, chat: ports.Chat) -> None:
    """The eleventh of an hour stands there, and says how long its followers wait."""
    for number in range(10):
        await chat.post(news(office), f"{number}:announcement", TEXT)

    with pytest.raises(errors.Failed, match="60 minutes") as refused:
        await chat.post(news(office), KEY, TEXT)

    assert refused.value.reason == "rate_limited"
    assert len(posts(office)) == 11


@pytest.mark.parametrize("kind", ["limited", "status", "unreachable"])
async def test_no_answer_is_not_a_no(office: Office, chat: ports.Chat, kind: Kind) -> None:
    """Whoever looks asks again."""
    office.discord.faults.add(Fault(kind, "GET", POSTS, status=503))

    assert await chat.find(news(office), KEY) is None


async def test_a_copy_of_the_mark_is_not_ours(office: Office, chat: ports.Chat) -> None:
    """Whoever else writes the same line has announced nothing."""
    posted = await chat.post(news(office), KEY, TEXT)
    author = f'"author": {{"id": "{office.discord.application}"'
    office.discord.service.db.execute(
        "UPDATE discord_messages SET content = replace(content, ?, ?)",
        (author, author.replace(str(office.discord.application), str(office.ids.alice))),
    )

    assert await chat.find(news(office), KEY) is None
    assert posted.key == KEY


@pytest.mark.parametrize("mishap", ["deleted", "denied", "foreign"])
async def test_a_channel_that_is_closed_to_the_bot_needs_a_person(
    office: Office, chat: ports.Chat, mishap: str
) -> None:
    """The sentence names the channel, the next step what to do."""
    channel = "123" if mishap == "foreign" else news(office)
    if mishap == "deleted":
        office.discord.admin.delete_channel(office.ids.announcements)
    elif mishap == "denied":
        office.discord.admin.deny(office.ids.announcements, Permission.SEND_MESSAGES)

    with pytest.raises(errors.Failed, match=channel) as refused:
        await chat.post(channel, KEY, TEXT)

    assert "retry" in refused.value.next_step


@pytest.mark.parametrize("sign", ["word ", "_*`", "<@1> ", "@here "])
async def test_a_long_announcement_fits(office: Office, chat: ports.Chat, sign: str) -> None:
    """However much of it has to be escaped, the beginning and the link to the rest stand there."""
    text = "# News\n\n" + "\n".join(f"- {sign * 10}{number:04}" for number in range(200))
    posted = await chat.post(news(office), KEY, text, f"… the rest: {PAGE}")
    assert "0005" in said(posts(office)[0])
    assert PAGE in said(posts(office)[0])

    await chat.edit(posted, f"# New\n{text}", f"… the rest: {PAGE}")
    assert PAGE in said(posts(office)[0])
    await chat.edit(posted, text)
    assert announcements.REST in said(posts(office)[0])


async def test_a_bad_token_says_so(office: Office) -> None:
    """Where to put a new one is the operator's business."""
    bad = office.platform()
    (office.folder / "token").write_text("wrong", encoding="utf-8")

    with pytest.raises(errors.Failed, match="token") as refused:
        await bad.chat.find(news(office), KEY)

    assert refused.value.reason == "credentials"
