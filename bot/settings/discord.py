"""Discord: the server (guild) that the bot works in."""

from typing import Annotated

from pydantic import BeforeValidator

from bot.settings import reading, secrets, values


class Discord(reading.Table):
    """`[discord]`: one server; the bot connects to Discord, so it needs no public address."""

    api_url: values.Address = "https://discord.com/api/v10"
    """Its API."""
    gateway_url: Annotated[
        str,
        BeforeValidator(lambda given: given or ""),
        values.matching(r"(?:wss://\S+|ws://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?\S*)?", ""),
    ] = ""
    """Its gateway; left out, it is the one that Discord names."""
    token: secrets.SecretReference
    """The bot's token."""
    guild: values.AccountNumber
    """The number of the server; people of other servers are nobody."""

    announce_role: values.AccountNumber | None = None
    """The number of a role that every announcement mentions."""

    def references(self) -> dict[str, secrets.SecretReference]:
        """Its secrets by key."""
        return {"token": self.token}
