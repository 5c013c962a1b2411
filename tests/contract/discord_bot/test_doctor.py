"""The doctor at Discord: server, permissions and kinds of channels, each with what to do."""

import re
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.chat.discord import access
from bot.doctor.destinations import discord
from bot.domain.diagnosis import Finding
from bot.rehearsal.discord.numbers import Permission
from tests.fakes.discord_office import Office
from tests.fakes.examined import WELL, make_installation

TABLE = """
[discord]
api_url = "{url}"
token = {{ file = "{token}" }}
guild = {guild}
"""


async def findings(office: Office, folder: Path, **changes: Any) -> list[Finding]:  # noqa: ANN401  # any value
    """What the doctor says of this server."""
    office.configured()
    known: dict[str, Any] = {
        "url": office.discord.api_url,
        "token": office.folder / "token",
        "guild": office.ids.guild,
        "channel": office.ids.releases,
        "announce": office.ids.announcements,
    } | changes
    channels = "channels = {{ discord = {channel} }}\nannounce = {{ discord = {announce} }}\n"
    text = WELL.replace("enabled = false", f"{channels.format(**known)}enabled = false")
    text = text.replace("[people]", TABLE.format(**known) + "[people]", 1)
    return list(await discord.look(make_installation(folder / "installed", text)))


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path) -> None:
    (tmp_path / "installed").mkdir()


async def test_a_good_installation(office: Office, tmp_path: Path) -> None:
    """The server, and each channel."""
    assert [f.severity for f in await findings(office, tmp_path)] == ["ok", "ok", "ok"]


@pytest.mark.parametrize(
    ("harm", "severity", "part"),
    [
        ("send", "error", "send messages"),
        ("threads", "error", "create public threads"),
        ("hidden", "error", "permissions"),
        ("deleted", "error", "no Discord channel"),
        ("foreign", "error", "another server"),
        ("kind", "note", "announcement channel"),
        ("guild", "error", "not in that Discord server"),
        ("token", "error", "token"),
        ("silent", "unknown", "did not answer"),
    ],
)
async def test_what_is_wrong_is_said(
    office: Office, tmp_path: Path, harm: str, severity: str, part: str
) -> None:
    """With its evidence and what to do."""
    admin, ids = office.discord.admin, office.ids
    changes: dict[str, Any] = {}
    if harm == "send":
        admin.deny(ids.announcements, Permission.SEND_MESSAGES)
    elif harm == "threads":
        admin.deny(ids.releases, Permission.CREATE_PUBLIC_THREADS, ids.guild)
        admin.deny(ids.releases, Permission.CREATE_PUBLIC_THREADS)
    elif harm == "hidden":
        admin.deny(ids.releases, Permission.VIEW_CHANNEL)
    elif harm == "deleted":
        admin.delete_channel(ids.releases)
    elif harm == "token":
        office.configured()
        (office.folder / "token").write_text("wrong", encoding="utf-8")
    else:
        cases: dict[str, dict[str, Any]] = {
            "foreign": {"channel": ids.elsewhere_channel},
            "kind": {"announce": ids.releases},
            "guild": {"guild": 123},
            "silent": {"url": "http://127.0.0.1:1/api/v10"},
        }
        changes = cases[harm]

    found = [f for f in await findings(office, tmp_path, **changes) if f.severity != "ok"]

    assert {f.severity for f in found} == {severity}
    assert part in f"{found[0].sentence} {found[0].evidence} {found[0].remedy}"
    assert found[0].remedy


async def test_channels_without_a_server(tmp_path: Path) -> None:
    """Somebody forgot the table, or left the channel."""
    text = WELL.replace("enabled = false", "announce = { discord = 5 }\nenabled = false")
    (found,) = await discord.look(make_installation(tmp_path / "installed", text))
    (tmp_path / "other").mkdir()
    (fine,) = await discord.look(make_installation(tmp_path / "other"))

    assert (found.severity, "5" in found.evidence) == ("error", True)
    assert fine.severity == "ok"


def test_the_invitation_asks_for_what_the_doctor_looks_for() -> None:
    """The link of the docs has the same permissions, and every one of them by name."""
    page = (Path(__file__).parents[3] / "docs" / "discord.md").read_text(encoding="utf-8")
    (asked,) = re.findall(r"permissions=([0-9]+)", page)
    said = " ".join(page.split()).lower()

    assert int(asked) == access.NEEDED.value
    assert [name for name in access.NAMES if f"*{name.replace('_', ' ')}" not in said] == []
