"""Slack: the workspace that the bot works in, and how it hears of what people do there."""

from typing import Annotated, Literal, Self

from pydantic import model_validator

from bot.settings import reading, secrets, values

_NEEDED = {"socket": "app_token", "http": "signing_secret"}


class Slack(reading.Table):
    """`[slack]`: one workspace; in socket mode the bot needs no public address."""

    mode: Literal["socket", "http"] = "socket"
    """Whether the bot connects to Slack, or Slack to the bot's /slack/events."""
    api_url: values.Address = "https://slack.com/api/"
    """Its API."""
    bot_token: secrets.SecretReference
    """The bot's token, which begins with xoxb-."""
    app_token: secrets.SecretReference | None = None
    """The app's token for socket mode, which begins with xapp-."""
    signing_secret: secrets.SecretReference | None = None
    """What Slack signs its requests with in HTTP mode."""
    team: Annotated[str, values.matching(r"T[A-Z0-9]{1,20}", "T0123ABCD")]
    """The workspace's id; people of other workspaces may only look."""
    command: Annotated[str, values.matching(r"/[a-z0-9_-]{1,31}", "/release")] = "/release"
    """The name of the slash command; a workspace has each name once."""

    @model_validator(mode="after")
    def _has_what_its_mode_needs(self) -> Self:
        needed = _NEEDED[self.mode]
        if getattr(self, needed) is None:
            raise reading.wrong(
                f'{{key}} is missing, which mode = "{self.mode}" needs.',
                f'Write {needed} = {{ file = "…" }} into [slack].',
                needed,
            )
        return self

    def references(self) -> dict[str, secrets.SecretReference]:
        """Its secrets by key."""
        named = ("bot_token", "app_token", "signing_secret")
        return {key: getattr(self, key) for key in named if getattr(self, key)}
