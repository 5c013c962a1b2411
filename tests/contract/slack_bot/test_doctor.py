"""The doctor at Slack: workspace, scopes and channels, each with what to do."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.chat.slack import access
from bot.doctor.destinations import slack
from bot.domain.diagnosis import Finding
from bot.rehearsal.slack.app_manifest import AppManifest
from tests.fakes.examined import WELL, make_installation
from tests.fakes.slack_office import NEWS, Office, read

TABLE = """
[slack]
mode = "{mode}"
api_url = "{url}"
bot_token = {{ file = "{folder}/bot_token" }}
app_token = {{ file = "{folder}/app_token" }}
signing_secret = {{ file = "{folder}/signing_secret" }}
team = "{team}"
"""


async def findings(
    office: Office, folder: Path, *, sends: bool = False, public_url: str = "", **changes: str
) -> list[Finding]:
    """What the doctor says of this workspace."""
    configured = office.configured()
    known = {"url": office.slack.api_url, "folder": str(office.folder), "team": configured.team}
    known["mode"] = configured.mode
    channels = f'channels = {{ slack = "{office.channel()}" }}\n'
    channels += f'announce = {{ slack = "{office.channel(NEWS)}" }}\n'
    text = WELL.replace("enabled = false", f"{channels}enabled = false")
    text = text.replace("[people]", TABLE.format(**(known | changes)) + "[people]", 1)
    if public_url:
        text = text.replace("[bot]", f'[bot]\npublic_url = "{public_url}"', 1)
    installation = make_installation(folder / "installed", text)
    return list(await slack.look(replace(installation, sends_test_message=sends)))


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path) -> None:
    (tmp_path / "installed").mkdir()


async def test_a_good_installation(office: Office, tmp_path: Path) -> None:
    """The workspace, Socket Mode, and each channel; one note says what nobody can see."""
    office.slack.desk.app = AppManifest(scopes=access.SCOPES)
    found = await findings(office, tmp_path)
    (note,) = [f for f in found if f.severity == "note"]

    assert [f.severity for f in found if f != note] == ["ok"] * 4
    assert "events, interactivity, commands, shortcuts and home tab" in note.sentence
    assert "deployment/slack-manifest.yaml" in note.remedy


@pytest.mark.parametrize(
    ("secret", "address", "part"),
    [
        ("", "https://releases.example.org", ""),
        ("xoxb-of-another-field", "https://releases.example.org", "App Credentials"),
        ("", "http://127.0.0.1:8080", "https://"),
        ("", "", "public_url"),
    ],
)
async def test_in_http_mode(
    office: Office, tmp_path: Path, secret: str, address: str, part: str
) -> None:
    """Nothing is said of a connection that nobody makes, but what Slack's requests need."""
    office.slack.desk.app = AppManifest(scopes=access.SCOPES)
    if secret:
        office.slack.desk.secrets = replace(office.slack.secrets, signing_secret=secret)
    found = await findings(office, tmp_path, mode="http", public_url=address)
    note = next(f for f in found if f.severity == "note")
    wrong = [f for f in found if f.severity == "error"]

    assert office.calls("apps.connections.open") == []
    assert not any("connection" in f.sentence for f in found)
    assert "requests arrive" in note.sentence
    assert f"{address or 'https://YOUR-ADDRESS'}/slack/events" in note.evidence
    assert "deployment/slack-manifest-http.yaml" in note.remedy
    assert [part in f"{f.evidence} {f.remedy}" for f in wrong] == ([True] if part else [])
    assert not any(secret in str(f) for f in found if secret)


@pytest.mark.parametrize(
    ("harm", "severity", "part"),
    [
        ("scopes", "error", "users:read"),
        ("more scopes", "note", "admin"),
        ("archived", "error", "archived"),
        ("kicked", "error", "/invite"),
        ("team", "error", "T0OTHER"),
        ("token", "error", "token"),
        ("silent", "unknown", "did not answer"),
        ("no connection", "error", "Socket Mode"),
    ],
)
async def test_what_is_wrong_is_said(
    office: Office, tmp_path: Path, harm: str, severity: str, part: str
) -> None:
    """With its evidence and what to do."""
    office.slack.desk.app = AppManifest(scopes=access.SCOPES)
    changes: dict[str, Any] = {}
    if harm == "scopes":
        office.slack.desk.app = AppManifest(scopes=access.SCOPES[:-1])
    elif harm == "more scopes":
        office.slack.desk.app = AppManifest(scopes=(*access.SCOPES, "admin"))
    elif harm == "archived":
        office.slack.archive(NEWS)
    elif harm == "kicked":
        office.slack.kick(NEWS)
    elif harm == "team":
        changes["team"] = "T0OTHER"
    elif harm == "no connection":
        office.slack.fails("refused", "apps.connections.open", error="not_allowed_token_type")
    elif harm == "token":
        office.slack.fails("refused", "auth.test", error="invalid_auth")
    else:
        changes["url"] = "http://127.0.0.1:1/api/"

    found = [f for f in await findings(office, tmp_path, **changes) if f.severity != "ok"]
    found = [f for f in found if "cannot be seen here" not in f.sentence]

    assert [f.severity for f in found] == [severity]
    assert part in f"{found[0].sentence} {found[0].evidence} {found[0].remedy}"
    assert found[0].remedy


async def test_a_test_message_is_sent_on_request(office: Office, tmp_path: Path) -> None:
    """To the project's channel alone; a look alone sends nothing."""
    office.slack.desk.app = AppManifest(scopes=access.SCOPES)
    (tmp_path / "looked/installed").mkdir(parents=True)
    await findings(office, tmp_path / "looked")
    assert office.messages() == []

    found = await findings(office, tmp_path, sends=True)

    (message,) = office.messages()
    assert "test message" in read(message)
    assert office.messages(NEWS) == []
    assert message["ts"].replace(".", "") in found[-1].evidence


async def test_a_test_message_that_is_refused_is_a_finding(office: Office, tmp_path: Path) -> None:
    """With what to do about it."""
    office.slack.desk.app = AppManifest(scopes=access.SCOPES)
    office.slack.fails("refused", "chat.postMessage", error="restricted_action")

    found = await findings(office, tmp_path, sends=True)

    assert (found[-1].severity, "/invite" in found[-1].remedy) == ("error", True)


async def test_channels_without_a_workspace(tmp_path: Path) -> None:
    """Somebody forgot the table, or left the channel."""
    text = WELL.replace("enabled = false", 'announce = { slack = "C01" }\nenabled = false')
    (found,) = await slack.look(make_installation(tmp_path / "installed", text))
    (tmp_path / "other").mkdir()
    (fine,) = await slack.look(make_installation(tmp_path / "other"))

    assert (found.severity, "C01" in found.evidence) == ("error", True)
    assert fine.severity == "ok"
