"""Slack: the token is of the right workspace, has its scopes, and is in the channels."""

import re
from collections.abc import Iterable, Iterator

from bot import errors
from bot.adapters.chat.slack import access
from bot.adapters.chat.slack.access import ChannelAccess
from bot.adapters.chat.slack.signed_requests import PATH
from bot.doctor.examination import Found, Installation
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding
from bot.settings.slack import Slack

SCOPES = "Give the app the scopes of deployment/slack-manifest.yaml, and install it again."
UNSEEN = "The app's events, interactivity, commands, shortcuts and home tab cannot be seen here."
LOOK = (
    "Compare them with deployment/slack-manifest{}.yaml: https://api.slack.com/apps, your app, "
    "App Manifest."
)
TEST_MESSAGE = "A test message, which somebody asked the doctor for: releases are shown here."


async def look(installation: Installation) -> Found:
    """Ask Slack; nothing is written there without being asked."""
    configured, ids = installation.settings.slack, tuple(_channels(installation))
    if configured is None:
        return _without(ids)
    evidence = str(configured.api_url)
    try:
        known = await access.identity(configured)
        found = list(judge_identity(configured.team, known.team, known.scopes))
        if found[0].severity == "ok":
            found += await _hearing(configured, str(installation.settings.bot.public_url or ""))
            found += map(judge_channel, await access.channels(configured, ids))
            if installation.sends_test_message:
                found += [await _send(configured, each) for each in _own_channels(installation)]
    except errors.ReleasebotError as error:
        return (diagnosis.of_error(error, evidence),)
    return found


def judge_identity(team: str, told: str, scopes: Iterable[str]) -> Iterator[Finding]:
    """`told` is the workspace that the token belongs to."""
    evidence = f"the token is of the workspace {told}"
    if told != team:
        yield diagnosis.error(
            f"The bot's token is not of the Slack workspace {team}.",
            evidence,
            "Correct team under [slack], or install the app in that workspace.",
        )
        return
    yield diagnosis.ok(f"The bot is in the Slack workspace {team}.", evidence)
    missing = sorted(set(access.SCOPES) - set(scopes))
    if missing:
        yield diagnosis.error(
            f"The Slack app lacks {len(missing)} of its scopes.", ", ".join(missing), SCOPES
        )
    more = sorted(set(scopes) - set(access.SCOPES))
    if more:
        yield diagnosis.note(
            "The Slack app may do more than the bot needs.",
            ", ".join(more),
            "Take what nobody else uses out of the app's scopes.",
        )


def judge_channel(told: ChannelAccess) -> Finding:
    """A channel in which the bot cannot find its own messages gets none."""
    evidence = f"{told.id} {told.name}".strip()
    if told.refusal:
        return diagnosis.of_error(told.refusal, evidence)
    if told.is_archived:
        return diagnosis.error(
            "A Slack channel is archived.", evidence, "Unarchive it, or name another one."
        )
    if not told.is_member:
        return diagnosis.error(
            "The bot is not in a Slack channel.", evidence, "Type /invite @releasebot there."
        )
    return diagnosis.ok("The bot is in the Slack channel.", evidence)


def judge_connection(*, is_taken: bool) -> Finding:
    """Without Socket Mode the bot shows everything, and hears nothing."""
    if is_taken:
        return diagnosis.ok("Slack takes the bot's connection.")
    return diagnosis.error(
        "Slack does not let the bot connect in Socket Mode.",
        "apps.connections.open is refused",
        "Switch Socket Mode on in the app's settings, and give the app-level token the scope "
        "connections:write.",
    )


def judge_signing(secret: str) -> Finding:
    """Slack's own are 32 hexadecimal digits; whether it is this app's, only a request can tell."""
    if re.fullmatch(r"[0-9a-f]{32}", secret):
        return diagnosis.ok("The signing secret has the form of Slack's.")
    return diagnosis.error(
        "The signing secret is none of Slack's.",
        f"{len(secret)} characters, where Slack's have 32 hexadecimal digits",
        "Copy it from Basic Information, App Credentials, in the app's settings.",
    )


def judge_address(public_url: str) -> Finding:
    """Where Slack sends what people do; that it arrives is not seen from here."""
    if public_url.startswith("https://"):
        return diagnosis.ok("Slack can be told an address.", f"{public_url.rstrip('/')}{PATH}")
    return diagnosis.error(
        "In HTTP mode Slack needs an address that begins with https://.",
        f"public_url {public_url or 'not set'}",
        'Write the one under which Slack reaches the bot into [bot]: public_url = "https://…".',
    )


def unseen(mode: str, public_url: str) -> Finding:
    """What Slack shows to no bot's token, so that a person has to look."""
    if mode == "socket":
        return diagnosis.note(UNSEEN, "Slack shows them to no bot's token", LOOK.format(""))
    address = f"{public_url.rstrip('/') or 'https://YOUR-ADDRESS'}{PATH}"
    return diagnosis.note(
        f"{UNSEEN} Whether Slack's requests arrive cannot be seen either.",
        f"Slack shows them to no bot's token; each address there should be {address}",
        LOOK.format("-http"),
    )


async def _hearing(configured: Slack, public_url: str) -> Found:
    """How the bot hears of what people do: its connection, or what Slack's requests need."""
    if configured.mode == "socket":
        heard = [judge_connection(is_taken=await access.connects(configured))]
    else:
        secret = configured.signing_secret.read() if configured.signing_secret else ""
        heard = [judge_signing(secret), judge_address(public_url)]
    return [*heard, unseen(configured.mode, public_url)]


async def _send(configured: Slack, channel: str) -> Finding:
    """Write one message where releases are shown; an announcement's channel gets none."""
    try:
        link = await access.send(configured, channel, TEST_MESSAGE)
    except errors.ReleasebotError as error:
        return diagnosis.of_error(error, channel)
    return diagnosis.ok("A test message was sent to the Slack channel.", link)


def _own_channels(installation: Installation) -> tuple[str, ...]:
    named = (bound.channels.slack for bound in installation.projects.values())
    return tuple(dict.fromkeys(filter(None, named)))


def _channels(installation: Installation) -> Iterator[str]:
    for bound in installation.projects.values():
        yield from (each for each in (bound.channels.slack, bound.announce.slack) if each)


def _without(ids: tuple[str, ...]) -> tuple[Finding, ...]:
    if not ids:
        return (diagnosis.ok("Slack is not configured."),)
    return (
        diagnosis.error(
            "Channels of Slack are named, and there is no [slack].",
            ", ".join(dict.fromkeys(ids)),
            "Write the table as docs/slack.md says, or take the channels out.",
        ),
    )
