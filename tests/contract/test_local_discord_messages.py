"""Messages of the local Discord, posted and changed with the real client."""

import io

import discord
import pytest

from bot.rehearsal.discord.numbers import Permission
from tests.official.discord.client import connected
from tests.official.discord.sample_app import card, release_button
from tests.official.discord.watching import Watched

NOBODY = discord.AllowedMentions.none()


async def test_the_same_nonce_is_the_same_message_for_some_minutes(watched: Watched) -> None:
    """A retry after a lost answer posts nothing twice; much later it does."""
    async with connected(watched.discord) as app:
        channel = app.text_channel(watched.ids.releases)
        first, again = [await channel.send("Out.", nonce="release-1") for _ in range(2)]
        other = await channel.send("Out.", nonce="release-2")
        watched.discord.service.clock.advance(600)
        late = await channel.send("Out.", nonce="release-1")

    assert first.id == again.id
    assert len({first.id, other.id, late.id}) == 3


async def test_who_is_pinged_is_recorded(watched: Watched) -> None:
    """Who is allowed to be; a role that is mentionable, and everyone only with a permission."""
    ids, admin = watched.ids, watched.discord.admin
    open_role = admin.add_role(ids.guild, "watchers", mentionable=True)
    text = f"@everyone <@{ids.alice}> <@&{ids.approver}> <@&{open_role}>"
    async with connected(watched.discord) as app:
        channel = app.text_channel(ids.announcements)
        silent = await channel.send(text)
        one = await channel.send(
            text, allowed_mentions=discord.AllowedMentions(roles=[discord.Object(open_role)])
        )
        loud = await channel.send(text, allowed_mentions=discord.AllowedMentions.all())
        admin.allow(ids.announcements, Permission.MENTION_EVERYONE)
        louder = await channel.send(text, allowed_mentions=discord.AllowedMentions.all())

    assert admin.pings(silent.id) == []
    assert admin.pings(one.id) == [("role", str(open_role))]
    assert admin.pings(loud.id) == [("user", str(ids.alice)), ("role", str(open_role))]
    assert ("everyone", "everyone") in admin.pings(louder.id)
    assert ("role", str(ids.approver)) in admin.pings(louder.id)


async def test_a_mention_in_a_card_pings_too(watched: Watched) -> None:
    """Text displays of Components V2 are read for mentions, and obey `allowed_mentions`."""
    view = discord.ui.LayoutView()
    view.add_item(discord.ui.TextDisplay[discord.ui.LayoutView](f"<@{watched.ids.alice}>"))
    async with connected(watched.discord) as app:
        channel = app.text_channel(watched.ids.releases)
        loud = await channel.send(view=view, allowed_mentions=discord.AllowedMentions.all())
        silent = await channel.send(view=view, allowed_mentions=NOBODY)

    admin = watched.discord.admin
    assert admin.pings(loud.id) == [("user", str(watched.ids.alice))]
    assert admin.pings(silent.id) == []


async def test_an_announcement_is_published_once(watched: Watched) -> None:
    """The second time is an error of its own, as is another kind of channel."""
    async with connected(watched.discord) as app:
        posted = await app.text_channel(watched.ids.announcements).send("1.3.0 is out.")
        await posted.publish()
        fetched = await app.text_channel(watched.ids.announcements).fetch_message(posted.id)
        with pytest.raises(discord.HTTPException) as again:
            await posted.publish()
        elsewhere = await app.text_channel(watched.ids.releases).send("1.3.0 is out.")
        with pytest.raises(discord.HTTPException) as wrong:
            await app.http.publish_message(watched.ids.releases, elsewhere.id)

    assert fetched.flags.crossposted
    assert (again.value.code, wrong.value.code) == (40033, 50024)


async def test_publications_are_limited_in_an_hour(watched: Watched) -> None:
    """The eleventh has to wait; so has the fourth edit of a published message."""
    async with connected(watched.discord) as app:
        app.http.max_ratelimit_timeout = 30.0
        channel = app.text_channel(watched.ids.announcements)
        posted = [await channel.send(f"{number}") for number in range(11)]
        for message in posted[:10]:
            await message.publish()
        with pytest.raises(discord.RateLimited):
            await posted[10].publish()
        for number in range(3):
            await posted[0].edit(content=f"Corrected {number}.")
        with pytest.raises(discord.RateLimited):
            await posted[0].edit(content="Corrected again.")


async def test_old_messages_can_be_edited_only_a_few_times(watched: Watched) -> None:
    """Error 30046 of a message older than an hour; a fresh one in the same channel is fine."""
    async with connected(watched.discord) as app:
        app.http.max_ratelimit_timeout = 30.0
        channel = app.text_channel(watched.ids.releases)
        old = await channel.send("Stage 0")
        for number in range(10):
            await old.edit(content=f"Stage {number}")
        watched.discord.service.clock.advance(3601)
        for number in range(watched.discord.service.edits_of_old):
            await old.edit(content=f"Late {number}")
        with pytest.raises(discord.RateLimited):
            await old.edit(content="Too late")
        fresh = await channel.send("Fresh")
        await fresh.edit(content="Fresh again")

    assert watched.discord.record.received[-3].status == 429


async def test_a_message_has_one_thread(watched: Watched) -> None:
    """It has the message's id; people read along in it, and it can be archived."""
    bob = watched.person("bob")
    async with connected(watched.discord) as app:
        posted = await app.text_channel(watched.ids.releases).send("Release 1.3.0")
        thread = await posted.create_thread(name="Log of 1.3.0")
        await thread.send("built")
        with pytest.raises(discord.HTTPException) as again:
            await posted.create_thread(name="Another")
        bob.write(thread.id, "Thanks.")
        seen = [each["content"] for each in bob.sees(thread.id)]
        await thread.edit(archived=True)
        fetched = await app.fetch_channel(thread.id)

    assert (thread.id, again.value.code) == (posted.id, 160004)
    assert seen == ["built", "Thanks."]
    assert isinstance(fetched, discord.Thread)
    assert fetched.archived


async def test_an_archived_thread_wakes_for_a_message_only(watched: Watched) -> None:
    """An edit is refused until somebody writes in it; a locked one takes nothing."""
    async with connected(watched.discord) as app:
        posted = await app.text_channel(watched.ids.releases).send("Release 1.3.0")
        thread = await posted.create_thread(name="Log of 1.3.0")
        line = await thread.send("built")
        watched.discord.admin.archive(thread.id)
        with pytest.raises(discord.HTTPException) as edited:
            await line.edit(content="built anew")
        await thread.send("published")
        await line.edit(content="built anew")
        watched.discord.admin.allow(watched.ids.releases, Permission.MANAGE_THREADS)
        await thread.edit(archived=True, locked=True)
        with pytest.raises(discord.HTTPException) as written:
            await thread.send("too late")

    assert (edited.value.code, written.value.code) == (50083, 50083)


async def test_history_is_paged(watched: Watched) -> None:
    """Newest first, before, after and around."""
    async with connected(watched.discord) as app:
        channel = app.text_channel(watched.ids.releases)
        posted = [(await channel.send(str(number))).id for number in range(6)]
        middle = discord.Object(posted[3])

        newest = [each.id async for each in channel.history(limit=2)]
        before = [each.id async for each in channel.history(before=middle, limit=2)]
        after = [each.id async for each in channel.history(after=middle)]
        around = [each.id async for each in channel.history(around=middle, limit=3)]

    assert newest == posted[:3:-1]
    assert before == [posted[2], posted[1]]
    assert after == posted[4:]
    assert sorted(around) == posted[2:5]


async def test_a_card_stays_a_card(watched: Watched) -> None:
    """Components V2 exclude text, and cannot be taken back."""
    button, _ = release_button()
    async with connected(watched.discord) as app:
        channel = app.text_channel(watched.ids.releases)
        posted = await channel.send(view=card(button))
        with pytest.raises(discord.HTTPException) as text:
            await posted.edit(content="Plain text")
        with pytest.raises(discord.HTTPException) as flags:
            await app.http.request(
                discord.http.Route("PATCH", f"/channels/{channel.id}/messages/{posted.id}"),
                json={"flags": 0},
            )

    assert posted.flags.components_v2
    assert (text.value.code, flags.value.code) == (50035, 50035)
    assert len(watched.discord.record.forgive()) == 2


async def test_a_refused_form_tells_where(watched: Watched) -> None:
    """The library flattens Discord's nested errors; the record remembers the rule."""
    embed = discord.Embed(title="x" * 257)
    async with connected(watched.discord) as app:
        with pytest.raises(discord.HTTPException) as refused:
            await app.text_channel(watched.ids.releases).send("x" * 2001, embed=embed)

    assert "In content: Must be 2000 or fewer in length." in refused.value.text
    assert "In embeds.0.title: Must be 256 or fewer in length." in refused.value.text
    assert [line.rpartition(" (")[0] for line in watched.discord.record.forgive()] == [
        "POST /channels/{channel}/messages: content: Must be 2000 or fewer in length.",
        "POST /channels/{channel}/messages: embeds.0.title: Must be 256 or fewer in length.",
    ]


async def test_what_is_gone_or_closed_has_its_code(watched: Watched) -> None:
    """Deleted messages and channels, channels unseen or without the right to write."""
    ids, admin = watched.ids, watched.discord.admin
    codes = []
    async with connected(watched.discord) as app:
        channel = app.text_channel(ids.releases)
        posted = await channel.send("Soon gone.")

        async def code(of: object) -> None:
            with pytest.raises(discord.HTTPException) as refused:
                await channel.send("x") if of == "send" else await posted.edit(content="x")
            codes.append((refused.value.status, refused.value.code))

        admin.delete_message(ids.releases, posted.id)
        await code("edit")
        admin.deny(ids.releases, Permission.SEND_MESSAGES)
        await code("send")
        admin.deny(ids.releases, Permission.VIEW_CHANNEL)
        await code("send")
        admin.delete_channel(ids.releases)
        await code("send")

    assert codes == [(404, 10008), (403, 50013), (403, 50001), (404, 10003)]


async def test_files_and_webhooks(watched: Watched) -> None:
    """Long notes come as a file; a webhook posts under a name of its own."""
    watched.discord.admin.allow(watched.ids.releases, Permission.MANAGE_WEBHOOKS)
    async with connected(watched.discord) as app:
        channel = app.text_channel(watched.ids.releases)
        posted = await channel.send("Notes", file=discord.File(io.BytesIO(b"# All"), "notes.md"))
        read = await posted.attachments[0].read()
        hook = await channel.create_webhook(name="releases")
        told = await hook.send("Out.", username="Announcer", wait=True, allowed_mentions=NOBODY)
        await hook.edit_message(told.id, content="Out now.")

    assert (posted.attachments[0].filename, read) == ("notes.md", b"# All")
    seen = watched.person("bob").sees(watched.ids.releases)[-1]
    assert (seen["author"]["username"], seen["content"]) == ("Announcer", "Out now.")


async def test_the_journal_tells_each_effect_once(watched: Watched) -> None:
    """A repeated post with its nonce leaves one row; an edit that changes nothing leaves none."""
    async with connected(watched.discord) as app:
        channel = app.text_channel(watched.ids.announcements)
        posted, _ = [await channel.send("Out.", nonce="n") for _ in range(2)]
        await posted.edit(content="Out.")
        await posted.edit(content="Out now.")
        await posted.publish()

    told = [(row["kind"], row["key"]) for row in watched.discord.effects]
    kinds = ("discord_post", "discord_edit", "discord_publish")
    assert told == [(kind, str(posted.id)) for kind in kinds]


async def test_a_body_of_wrong_types_is_told(watched: Watched) -> None:
    """What the local Discord cannot read is a broken rule of the app's, not a crash."""
    async with connected(watched.discord) as app:
        route = discord.http.Route("POST", f"/channels/{watched.ids.releases}/messages")
        with pytest.raises(discord.HTTPException) as refused:
            await app.http.request(route, json={"content": "x", "flags": "many"})

    assert refused.value.status == 400
    assert len(watched.discord.record.forgive()) == 1


async def test_guilds_members_and_roles_can_be_read(watched: Watched) -> None:
    """What a check of an installation asks for."""
    ids = watched.ids
    async with connected(watched.discord) as app:
        names = [guild.name async for guild in app.fetch_guilds()]
        guild = await app.fetch_guild(ids.guild)
        bob = await guild.fetch_member(ids.bob)
        roles = [role.name for role in await guild.fetch_roles()]
        with pytest.raises(discord.NotFound):
            await guild.fetch_member(ids.mallory)

    assert names == ["Acme", "Elsewhere"]
    assert [role.id for role in bob.roles] == [ids.guild, ids.approver]
    assert roles == ["@everyone", "releasebot", "releaser", "approver"]
