"""Discord: the bot is in the right server, and may do what it has to in its channels."""

from collections.abc import Iterator

from bot import errors
from bot.adapters.chat.discord import access
from bot.adapters.chat.discord.access import ChannelAccess
from bot.doctor.examination import Found, Installation
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding

PERMISSIONS = "Give the bot's role these permissions in that channel, as docs/discord.md says."


async def look(installation: Installation) -> Found:
    """Ask Discord; nothing is written there."""
    configured = installation.settings.discord
    talks, news = tuple(_talks(installation)), tuple(_news(installation))
    if configured is None:
        return _without((*talks, *news))
    evidence = str(configured.api_url)
    try:
        known = await access.guild(configured)
        told = await access.channels(configured, known, dict.fromkeys((*talks, *news)))
    except errors.ReleasebotError as error:
        return (diagnosis.of_error(error, evidence),)
    here = diagnosis.ok(f"The bot is in the Discord server {configured.guild}.", known.name)
    judged = (judge_channel(each, str(configured.guild), is_news=each.id in news) for each in told)
    return (here, *judged)


def judge_channel(told: ChannelAccess, guild: str, *, is_news: bool) -> Finding:
    """A channel in which the bot cannot find its own messages gets none."""
    evidence = f"{told.id} {told.name}".strip()
    if told.refusal:
        return diagnosis.of_error(told.refusal, evidence)
    if told.guild != guild:
        return diagnosis.error(
            "A Discord channel belongs to another server.",
            f"{evidence} of {told.guild}",
            "Name a channel of the server under [discord], or correct guild.",
        )
    if told.missing:
        lacks = ", ".join(told.missing).replace("_", " ")
        return diagnosis.error(
            "The bot may not do what it has to in a Discord channel.",
            f"{evidence}: {lacks}",
            PERMISSIONS,
        )
    if is_news and not told.is_news:
        return diagnosis.note(
            "Releases are announced in a Discord channel that no other server can follow.",
            evidence,
            "Make it an announcement channel in its settings, if others are to follow it.",
        )
    return diagnosis.ok("The bot may work in the Discord channel.", evidence)


def _talks(installation: Installation) -> Iterator[str]:
    bound = installation.projects.values()
    yield from (each.channels.discord for each in bound if each.channels.discord)


def _news(installation: Installation) -> Iterator[str]:
    bound = installation.projects.values()
    yield from (each.announce.discord for each in bound if each.announce.discord)


def _without(ids: tuple[str, ...]) -> tuple[Finding, ...]:
    if not ids:
        return (diagnosis.ok("Discord is not configured."),)
    return (
        diagnosis.error(
            "Channels of Discord are named, and there is no [discord].",
            ", ".join(dict.fromkeys(ids)),
            "Write the table as docs/discord.md says, or take the channels out.",
        ),
    )
