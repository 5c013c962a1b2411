"""People of the local Discord and the real client: commands, buttons, modals, and no answer."""

import discord
import pytest
from discord import app_commands

from bot.rehearsal.discord.numbers import Answered, Permission
from bot.rehearsal.discord.people.reply import FAILED, NotPossible, buttons
from tests.official.discord.client import App, connected, until
from tests.official.discord.sample_app import CARD, add_release_commands, card, release_button
from tests.official.discord.watching import Watched


async def _sync(app: App, watched: Watched) -> None:
    await app.tree.sync(guild=discord.Object(watched.ids.guild))


async def test_a_command_is_completed_and_answered(watched: Watched) -> None:
    """Choices come as one types; the answer is for the person's eyes only."""
    alice, channel = watched.person("alice"), watched.ids.releases
    async with connected(watched.discord, add_release_commands(watched.ids.guild)) as app:
        await _sync(app, watched)
        offered = await alice.complete(channel, "release start", "project", "sam")
        reply = await alice.invoke(channel, "release start", {"project": "sample", "bump": "minor"})

        assert offered.answered is Answered.CHOICES
        assert [choice["value"] for choice in offered.choices] == ["sample"]
        assert (reply.answered, reply.is_ephemeral) == (Answered.MESSAGE, True)
        assert reply.text == "sample: minor"
        assert reply.milliseconds < 3000
        assert len(alice.sees(channel)) == 1
        assert watched.person("bob").sees(channel) == []


async def test_a_command_is_offered_only_to_whom_it_is_for(watched: Watched) -> None:
    """It needs a permission that dave lacks; nothing is offered in another guild."""
    async with connected(watched.discord, add_release_commands(watched.ids.guild)) as app:
        await _sync(app, watched)

        assert watched.person("alice").commands() == ["release"]
        assert watched.person("dave").commands() == []
        assert watched.person("mallory").commands() == []
        with pytest.raises(NotPossible, match="may not do that"):
            watched.person("mallory").sees(watched.ids.releases)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        pytest.param({"project": "sample"}, "bump is required", id="missing"),
        pytest.param({"project": "sample", "bump": "huge"}, "one of", id="no choice"),
        pytest.param({"project": 1, "bump": "minor"}, "does not take", id="wrong kind"),
        pytest.param({"speed": "x"}, "no option speed", id="unknown"),
    ],
)
async def test_a_command_takes_what_it_declares(
    watched: Watched, options: dict[str, str | int | float | bool], told: str
) -> None:
    """Discord itself lets nobody send anything else."""
    alice = watched.person("alice")
    async with connected(watched.discord, add_release_commands(watched.ids.guild)) as app:
        await _sync(app, watched)
        with pytest.raises(NotPossible, match=told):
            await alice.invoke(watched.ids.releases, "release start", options)


async def test_a_deferred_answer_is_filled_in_later(watched: Watched) -> None:
    """The person sees that the app thinks, then the answer, then what follows it."""
    alice, channel = watched.person("alice"), watched.ids.releases
    async with connected(watched.discord, add_release_commands(watched.ids.guild)) as app:
        await _sync(app, watched)
        reply = await alice.invoke(channel, "release status")
        settled = await alice.settled(reply)
        await alice.await_message(channel, lambda each: each["content"] == "That was all.")

        assert (reply.answered, settled.text) == (Answered.DEFERRED_MESSAGE, "Nothing runs.")
        assert [each["flags"] & 64 for each in alice.sees(channel)] == [64, 64]


async def test_no_answer_in_time_is_a_failed_interaction(watched: Watched) -> None:
    """The person reads that it failed, and the app's late answer is refused."""
    watched.discord.service.seconds_to_answer = 0.1
    refused = []

    def prepare(app: App) -> None:
        @app.tree.command(name="slow", guild=discord.Object(watched.ids.guild))
        async def slow(interaction: discord.Interaction) -> None:
            """Answers too late."""
            await until(lambda: failed)
            try:
                await interaction.response.send_message("At last.")
            except discord.NotFound as problem:
                refused.append(problem.code)

    failed: list[str] = []
    async with connected(watched.discord, prepare) as app:
        await _sync(app, watched)
        reply = await watched.person("alice").invoke(watched.ids.releases, "slow")
        failed.append(reply.failure)
        await until(lambda: refused)

        assert (reply.answered, reply.failure) == (None, FAILED)
        assert refused == [10062]


async def test_a_button_from_before_a_restart_works(watched: Watched) -> None:
    """Another client takes the click: what is needed stands in the button's id."""
    channel, bob = watched.ids.releases, watched.person("bob")
    button, clicked = release_button()
    async with connected(watched.discord) as app:
        posted = await app.text_channel(channel).send(view=card(button))
    assert buttons(bob.sees(channel)[0]) == {"Approve": CARD}

    async with connected(watched.discord, lambda app: app.add_dynamic_items(button)):
        reply = await bob.click(channel, posted.id, CARD)
        again = await bob.click_stale(channel, posted.id, CARD)

    assert clicked == ["abc123 by bob", "abc123 by bob"]
    assert (reply.answered, again.answered) == (Answered.UPDATE, Answered.UPDATE)
    assert "Approved by bob" in reply.text
    with pytest.raises(NotPossible, match="has no"):
        await bob.click(channel, posted.id, CARD)


async def test_a_select_offers_what_it_offers(watched: Watched) -> None:
    """One of its choices; the answer may come without a new message."""
    channel, bob, chosen = watched.ids.releases, watched.person("bob"), []

    class Bumps(discord.ui.View):
        """A select and a button that cannot be pressed."""

        @discord.ui.select(
            custom_id="bump",
            options=[discord.SelectOption(label=name) for name in ("minor", "major")],
        )
        async def choose(
            self, interaction: discord.Interaction, select: discord.ui.Select["Bumps"]
        ) -> None:
            """Remember it, and edit later."""
            await interaction.response.defer()
            chosen.extend(select.values)
            await interaction.edit_original_response(content="Chosen.")

        @discord.ui.button(label="Start", custom_id="start", disabled=True)
        async def start(
            self, interaction: discord.Interaction, _: discord.ui.Button["Bumps"]
        ) -> None:
            """Nobody gets here."""
            raise NotImplementedError(interaction.id)

    async with connected(watched.discord) as app:
        posted = await app.text_channel(channel).send("Which?", view=Bumps())
        reply = await bob.choose(channel, posted.id, "bump", ["minor"])
        await bob.await_message(channel, lambda each: each["content"] == "Chosen.")
        with pytest.raises(NotPossible, match="does not offer"):
            await bob.choose(channel, posted.id, "bump", ["huge"])
        with pytest.raises(NotPossible, match="disabled"):
            await bob.click(channel, posted.id, "start")

    assert (reply.answered, chosen) == (Answered.DEFERRED_UPDATE, ["minor"])


async def test_a_click_on_a_message_that_is_gone(watched: Watched) -> None:
    """Somebody's screen was late: the app may answer, but not change the message."""
    channel, bob = watched.ids.releases, watched.person("bob")
    button, clicked = release_button()
    async with connected(watched.discord, lambda app: app.add_dynamic_items(button)) as app:
        posted = await app.text_channel(channel).send(view=card(button))
        watched.discord.admin.delete_message(channel, posted.id)
        watched.discord.service.seconds_to_answer = 0.3
        with pytest.raises(NotPossible, match="no such message"):
            await bob.click(channel, posted.id, CARD)
        reply = await bob.click_stale(channel, posted.id, CARD)

    assert (clicked, reply.failure) == (["abc123 by bob"], FAILED)


async def test_a_modal_is_filled_in(watched: Watched) -> None:
    """Labels and their inputs come back with what was written and chosen."""
    alice, channel = watched.person("alice"), watched.ids.releases
    async with connected(watched.discord, add_release_commands(watched.ids.guild)) as app:
        await _sync(app, watched)
        opened = await alice.invoke(channel, "release notes")
        with pytest.raises(NotPossible, match="is required"):
            await alice.submit(opened.interaction, {"text": ""})
        with pytest.raises(NotPossible, match="no input"):
            await alice.submit(opened.interaction, {"text": "x", "kind": ["feature"], "other": ""})
        reply = await alice.submit(opened.interaction, {"text": "Much.", "kind": ["security"]})

        assert opened.answered is Answered.MODAL
        assert opened.modal is not None
        assert opened.modal["title"] == "Notes"
        assert reply.text == "security: Much."


async def test_a_token_is_good_for_fifteen_minutes(watched: Watched) -> None:
    """Afterwards the app must use its own token and an ordinary message."""
    kept = []

    def prepare(app: App) -> None:
        @app.tree.command(name="hello", guild=discord.Object(watched.ids.guild))
        async def hello(interaction: discord.Interaction) -> None:
            """Answers at once."""
            kept.append(interaction)
            await interaction.response.send_message("Hello.")

    async with connected(watched.discord, prepare) as app:
        await _sync(app, watched)
        await watched.person("alice").invoke(watched.ids.releases, "hello")
        await kept[0].edit_original_response(content="Hello again.")
        watched.discord.service.clock.advance(15 * 60 + 1)
        with pytest.raises(discord.HTTPException) as refused:
            await kept[0].edit_original_response(content="Too late.")

        assert (refused.value.status, refused.value.code) == (401, 50027)


async def test_an_interaction_is_answered_once(watched: Watched) -> None:
    """The second answer is refused."""
    codes: list[int] = []

    def prepare(app: App) -> None:
        @app.tree.command(name="twice", guild=discord.Object(watched.ids.guild))
        async def twice(interaction: discord.Interaction) -> None:
            """Answers twice."""
            await interaction.response.send_message("Once.")
            interaction.response._response_type = None
            try:
                await interaction.response.send_message("Twice.")
            except discord.HTTPException as problem:
                codes.append(problem.code)

    async with connected(watched.discord, prepare) as app:
        await _sync(app, watched)
        await watched.person("alice").invoke(watched.ids.releases, "twice")
        await until(lambda: codes)

        assert codes == [40060]


async def test_commands_are_created_and_counted(watched: Watched) -> None:
    """A second sync of the same commands creates none."""
    service, guild = watched.discord.service, watched.ids.guild
    async with connected(watched.discord, add_release_commands(guild)) as app:
        for _ in range(2):
            await _sync(app, watched)
        fetched = await app.tree.fetch_commands(guild=discord.Object(guild))

        assert [command.name for command in fetched] == ["release"]
        assert service.count("command created", guild, 60) == 1
        for _ in range(199):
            service.add_count("command created", guild)
        app.tree.add_command(_command("another"), guild=discord.Object(guild))
        app.http.max_ratelimit_timeout = 30.0
        with pytest.raises(discord.RateLimited):
            await _sync(app, watched)


def _command(name: str) -> app_commands.Command[discord.app_commands.Group, [], None]:
    async def nothing(interaction: discord.Interaction) -> None:
        """Nothing."""
        raise NotImplementedError(interaction.id)

    return app_commands.Command(name=name, description="Nothing", callback=nothing)


async def test_permissions_are_those_of_the_moment(watched: Watched) -> None:
    """Who loses the role no longer sees the command."""
    ids = watched.ids
    async with connected(watched.discord, add_release_commands(ids.guild)) as app:
        await _sync(app, watched)
        watched.discord.admin.set_roles(ids.guild, ids.alice, [])
        assert watched.person("alice").commands() == []
        watched.discord.admin.deny(ids.releases, Permission.VIEW_CHANNEL, ids.bob)
        with pytest.raises(NotPossible):
            await watched.person("bob").invoke(ids.releases, "release status")


async def test_a_channel_may_be_gone_before_the_answer(watched: Watched) -> None:
    """The app learns it from the answer's refusal, the person from their screen."""
    codes: list[int] = []

    def prepare(app: App) -> None:
        @app.tree.command(name="slow", guild=discord.Object(watched.ids.guild))
        async def slow(interaction: discord.Interaction) -> None:
            """Answers where nobody can be any more."""
            watched.discord.admin.delete_channel(watched.ids.releases)
            try:
                await interaction.response.send_message("Where?")
            except discord.NotFound as problem:
                codes.append(problem.code)

    watched.discord.service.seconds_to_answer = 0.2
    async with connected(watched.discord, prepare) as app:
        await _sync(app, watched)
        reply = await watched.person("alice").invoke(watched.ids.releases, "slow")

    assert (codes, reply.failure) == ([10003], FAILED)
