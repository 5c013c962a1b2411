"""GitHub: where it is, and as whom the bot speaks to it: as its App, or with a token."""

from typing import Annotated, Any, Self

from pydantic import (
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    model_validator,
)
from pydantic_core import CoreSchema

from bot.settings import reading, secrets, values


class _OneAlone:
    """The schema of a list whose only entry may stand without brackets."""

    @staticmethod
    def __get_pydantic_json_schema__(  # pydantic's own name
        schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        whole = handler(schema)
        return {"anyOf": [whole["items"], whole]}


Secrets = Annotated[
    tuple[secrets.SecretReference, ...],
    Field(min_length=1, max_length=2),
    BeforeValidator(lambda given: given if isinstance(given, list) else [given]),
    _OneAlone,
]


class GitHub(reading.Table):
    """`[github]`: one address moves everything; the bot is an App there, or has a token."""

    api_url: values.Address = "https://api.github.com"
    """Its API; a GitHub Enterprise Server's ends in /api/v3."""
    token: secrets.SecretReference | None = None
    """The bot's own token there, where it is no App."""
    app_id: values.AccountNumber | None = None
    """The number of the bot's App."""
    private_key: secrets.KeyReference | None = None
    """The App's private key, as GitHub gave it (PEM)."""
    webhook_secret: Secrets | None = None
    """What signs the webhooks, for an App required; a list of two while the old one is replaced."""

    @model_validator(mode="after")
    def _is_one_account(self) -> Self:
        if (self.app_id is None) != (self.private_key is None):
            missing = "app_id" if self.app_id is None else "private_key"
            raise reading.wrong(
                "{key} is missing.", "An App needs both its number and its key.", missing
            )
        if self.app_id and self.token:
            raise reading.wrong(
                "{key} stands beside an App.",
                "Remove one of the two: the bot speaks as its App, or with a token.",
                "token",
            )
        if self.app_id and not self.webhook_secret:
            raise reading.wrong(
                "{key} is missing.",
                "GitHub signs an App's events with it: set one on the App's page and write "
                'webhook_secret = { file = "…" }.',
                "webhook_secret",
            )
        return self

    def references(self) -> dict[str, secrets.SecretReference]:
        """Its secrets by key."""
        named = {"token": self.token, "private_key": self.private_key}
        numbered = enumerate(self.webhook_secret or ())
        given = {key: reference for key, reference in named.items() if reference}
        return given | {f"webhook_secret.{number}": each for number, each in numbered}
