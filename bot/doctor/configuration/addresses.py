"""Addresses: where the bot listens, and how people reach that."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.doctor.examination import Installation
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding
from bot.settings import values


def look(installation: Installation) -> Iterator[Finding]:
    """What [bot] says."""
    configured = installation.settings.bot
    yield judge(configured.listen, configured.public_url or "")


def judge(listen: str, public_url: str) -> Finding:
    """Beyond this machine, people need an address that is encrypted."""
    host = urlsplit(f"//{listen}").hostname or ""
    evidence = f"listen {listen}, public_url {public_url or 'not set'}"
    if values.is_loopback(host) or public_url:
        return diagnosis.ok(
            "People reach the bot on this machine or at its public address.", evidence
        )
    return diagnosis.warning(
        "The bot listens beyond this machine, and has no public address.",
        evidence,
        'Write listen = "127.0.0.1:8080", or put a proxy with TLS in front of it and write '
        'public_url = "https://…".',
    )
