"""A small app on the real library: one command group, a modal with labels, a lasting button."""

import re
from collections.abc import Callable
from typing import Any

import discord
from discord import app_commands

from tests.official.discord.client import App

CARD = "rel:abc123:approve"
PROJECTS = ("sample", "greeter")


class Notes(discord.ui.Modal, title="Notes"):
    """Asks for text and a kind."""

    text = discord.ui.Label(
        text="Text",
        component=discord.ui.TextInput[Any](
            custom_id="text", style=discord.TextStyle.paragraph, max_length=3000
        ),
    )
    kind = discord.ui.Label(
        text="Kind",
        component=discord.ui.Select[Any](
            custom_id="kind",
            options=[discord.SelectOption(label=name) for name in ("feature", "security")],
        ),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Say what was filled in."""
        assert isinstance(self.text.component, discord.ui.TextInput)
        assert isinstance(self.kind.component, discord.ui.Select)
        said = f"{self.kind.component.values[0]}: {self.text.component.value}"
        await interaction.response.send_message(said, ephemeral=True)


def add_release_commands(guild: int) -> Callable[[App], None]:
    """`/release start|status|notes` for those who may manage messages."""
    group = app_commands.Group(
        name="release",
        description="Releases",
        default_permissions=discord.Permissions(manage_messages=True),
    )

    @group.command(description="Start a release")
    @app_commands.choices(
        bump=[app_commands.Choice(name=name, value=name) for name in ("minor", "major")]
    )
    async def start(interaction: discord.Interaction, project: str, bump: str) -> None:
        await interaction.response.send_message(f"{project}: {bump}", ephemeral=True)

    @start.autocomplete("project")
    async def complete(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=n, value=n) for n in PROJECTS if n.startswith(typed)]

    @group.command(description="What runs")
    async def status(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.edit_original_response(content="Nothing runs.")
        await interaction.followup.send("That was all.", ephemeral=True)

    @group.command(description="Write notes")
    async def notes(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Notes())

    def prepare(app: App) -> None:
        app.tree.add_command(group, guild=discord.Object(guild))

    return prepare


def release_button() -> tuple[type[discord.ui.DynamicItem[Any]], list[str]]:
    """A button that carries its release in its id, and the list of its clicks."""
    clicks: list[str] = []

    class Approve(
        discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"rel:(?P<id>\w+):approve"
    ):
        """Approves the release of its id."""

        def __init__(self, release: str) -> None:
            super().__init__(discord.ui.Button(label="Approve", custom_id=f"rel:{release}:approve"))
            self.release = release

        @classmethod
        async def from_custom_id(
            cls, _: discord.Interaction, __: discord.ui.Item[Any], match: re.Match[str], /
        ) -> "Approve":
            return cls(match["id"])

        async def callback(self, interaction: discord.Interaction) -> None:
            clicks.append(f"{self.release} by {interaction.user.name}")
            done = discord.ui.LayoutView(timeout=None)
            done.add_item(discord.ui.TextDisplay(f"Approved by {interaction.user.name}"))
            await interaction.response.edit_message(view=done)

    return Approve, clicks


def card(button: Callable[[str], discord.ui.Item[Any]]) -> discord.ui.LayoutView:
    """A card with stages and the button."""
    view = discord.ui.LayoutView(timeout=None)
    container = discord.ui.Container[Any](accent_color=discord.Color.blurple())
    container.add_item(discord.ui.TextDisplay("## sample 1.3.0\nWaits for approvals."))
    container.add_item(discord.ui.Separator())
    container.add_item(
        discord.ui.Section(
            "Compare",
            accessory=discord.ui.Button(label="Open", url="https://example.org/compare"),
        )
    )
    container.add_item(discord.ui.ActionRow(button("abc123")))
    view.add_item(container)
    return view
