"""The web console, and whether whoever reaches it may act as somebody else."""

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from pydantic import StrictBool

from bot.settings import reading, values
from bot.settings.project import Project


class Console(reading.Table):
    """`[console]`: the web console is served; `act_as` is for rehearsals only."""

    act_as: StrictBool = False
    """Whoever reaches it may act as anybody; only where everything is on this machine."""


def check_acting(listen: str, addresses: Iterable[str]) -> None:
    """Refuse `act_as` unless the bot and every address that it knows are on this machine.

    An empty address is one that was left out, which is a public one.
    """
    hosts = [urlsplit(address).hostname for address in (f"//{listen}", *addresses)]
    if not all(host and values.is_loopback(host) for host in hosts):
        raise reading.wrong(
            "The console lets whoever reaches it act as anybody, so {key} is only for rehearsals.",
            "Remove the line: it may stand only where the bot listens on this machine and every "
            "address in its settings is on this machine.",
            *("console", "act_as"),
        )


def written_to(projects: Mapping[str, Project]) -> Iterator[str]:
    """Where the projects' packages are sent and listed; "" for an address that is left out."""
    for bound in projects.values():
        for _, index in bound.targets:
            if index:
                yield from (index.upload_url or "", index.index_url or "")
