"""Wiring: whether a bot can be built of these settings."""

from bot import errors, main
from bot.doctor.examination import Found, Installation
from bot.domain import diagnosis

NO_SANDBOX = "no_sandbox"  # the sandbox has an examination of its own


async def look(installation: Installation) -> Found:
    """Build one as `serve` does; that touches nothing."""
    configured = installation.settings.model_copy(update={"projects": installation.projects})
    try:
        await main.build_bot(configured)
    except errors.ReleasebotError as error:
        return () if error.reason == NO_SANDBOX else (diagnosis.of_error(error),)
    return (diagnosis.ok("A bot can be built of these settings."),)
