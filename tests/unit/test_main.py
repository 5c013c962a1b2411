"""The wiring: policies that cannot be kept are refused, and secrets stay out of reach."""

from pathlib import Path

import pytest

from bot import errors, main, settings
from bot.domain.approvals.local_people import LocalPeople
from bot.domain.plans.plan import RequiredCheck
from bot.main import destinations, platforms
from tests.fakes.fake_chat import FakeChat

FILE = """
config_version = 1
[bot]
data_dir = "data"
[github]
api_url = "http://127.0.0.1:1"
token = {{ {place} }}
[chat_log]
url = "http://127.0.0.1:2"
[people]
alice = {{ local = "alice" }}
bob = {{ local = "bob" }}
[roles]
releaser = ["alice"]
approver = ["bob"]
[projects.greeter]
repository = "acme/greeter"
package = "greeter"
{project}
[projects.greeter.targets.pypi]
token = {{ file = "pypi" }}
upload_url = "http://127.0.0.1:3/legacy/"
index_url = "http://127.0.0.1:3/simple/"
"""
ENABLED = "enabled = true"
PEOPLE = """
config_version = 1
bot = { data_dir = "data", listen = "127.0.0.1:0" }
github = { api_url = "http://127.0.0.1:1" }
[people]
alice = { local = "al" }
dave = { email = "dave@example.org" }
"""
ACTING = "[console]\nact_as = true\n"


def configured(
    folder: Path, project: str = ENABLED, place: str = 'file = "t"'
) -> settings.Settings:
    """Settings with these lines."""
    path = folder / "releasebot.toml"
    path.write_text(FILE.format(project=project, place=place), encoding="utf-8")
    return settings.read_settings(path)


def test_the_rules_name_where_files_are_sent_and_listed(tmp_path: Path) -> None:
    """Both addresses are part of what people approve."""
    bound = configured(tmp_path).projects["greeter"]
    rules = main.rules_of("greeter", bound, "https://code.example/acme/greeter")

    assert [(t.name, t.url, t.upload) for t in rules.targets] == [
        ("pypi", "http://127.0.0.1:3/simple/", "http://127.0.0.1:3/legacy/"),
        ("github", "https://code.example/acme/greeter", ""),
    ]


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        (f"{ENABLED}\ngates = {{ coverage = 80 }}", "gates"),
    ],
)
def test_a_policy_that_cannot_be_kept_yet_is_refused(tmp_path: Path, lines: str, key: str) -> None:
    """Rather than being read and ignored."""
    bound = configured(tmp_path, lines).projects["greeter"]

    with pytest.raises(errors.BadConfiguration, match=key):
        main.rules_of("greeter", bound, "")


def test_required_checks_are_carried_into_the_rules(tmp_path: Path) -> None:
    """By name and App, so that they become part of what is approved."""
    lines = f'{ENABLED}\nrequired = [{{ check = "ci", app = 15368 }}]'
    rules = main.rules_of("greeter", configured(tmp_path, lines).projects["greeter"], "")

    assert rules.required == (RequiredCheck(check="ci", app=15368),)


@pytest.mark.parametrize(
    ("lines", "platform"),
    [
        ('announce = { slack = "C01" }', "slack"),
        ('announce = { chat_log = "news" }', "chat_log"),
        ("announce = { discord = 555 }", "discord"),
    ],
)
def test_an_announcement_needs_its_platform(tmp_path: Path, lines: str, platform: str) -> None:
    """A release that nobody could announce is not begun."""
    bound = configured(tmp_path, lines).projects["greeter"]

    with pytest.raises(errors.BadConfiguration, match=rf"\[{platform}\]"):
        destinations._check_chats("greeter", bound, {})
    destinations._check_chats("greeter", bound, {platform: FakeChat()})


def test_a_server_of_discord_is_a_platform(tmp_path: Path) -> None:
    """It is shown, heard and announced beside the others; it takes no requests."""
    path = tmp_path / "releasebot.toml"
    configured(tmp_path)
    table = '[discord]\ntoken = { file = "secrets/discord" }\nguild = 111\n'
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{table}", encoding="utf-8")
    found = platforms.platforms(settings.read_settings(path))

    assert [each.name for each in found] == ["discord"]
    assert platforms.hooks(found) == ()


SLACK = """
[slack]
mode = "{mode}"
bot_token = {{ file = "slack-bot" }}
{secret} = {{ file = "slack-other" }}
team = "T0123"
"""


@pytest.mark.parametrize(
    ("mode", "secret", "paths"),
    [("socket", "app_token", []), ("http", "signing_secret", ["/slack/events"])],
)
def test_slack_is_a_platform_where_it_is_configured(
    tmp_path: Path, mode: str, secret: str, paths: list[str]
) -> None:
    """No secret is read before it connects; only in HTTP mode does it ask for a path."""
    path = tmp_path / "releasebot.toml"
    path.write_text(PEOPLE + SLACK.format(mode=mode, secret=secret), encoding="utf-8")
    found = platforms.platforms(settings.read_settings(path))

    assert [platform.name for platform in found] == ["slack"]
    assert [hook.path for hook in platforms.hooks(found)] == paths
    assert platforms.platforms(configured(tmp_path)) == ()


@pytest.mark.parametrize("line", [ENABLED, "enabled = false", ""])
def test_a_project_that_is_not_enabled_can_be_looked_at(tmp_path: Path, line: str) -> None:
    """The bot starts; only a release of it is refused."""
    bound = configured(tmp_path, line).projects["greeter"]

    assert main.rules_of("greeter", bound, "").enabled is (line == ENABLED)


async def test_without_a_sandbox_no_secret_may_be_in_the_environment(tmp_path: Path) -> None:
    """A repository's code could read it there."""
    wanted = configured(tmp_path, place='env = "TOKEN"')

    with pytest.raises(errors.Refused, match="A secret is in the environment"):
        await main.build_projects(wanted, trust_this_repository=True)


def people_of(folder: Path, more: str = "") -> LocalPeople:
    """The people of these settings."""
    path = folder / "releasebot.toml"
    path.write_text(PEOPLE + more, encoding="utf-8")
    return main.local_people(settings.read_settings(path))


def test_a_login_is_the_person_who_has_it(tmp_path: Path) -> None:
    """Others are known to nobody, and nobody acts as somebody else."""
    people = people_of(tmp_path)

    assert people.by_login == {"al": "alice"}
    assert people.caller("al", "1").person == "alice"
    assert people.caller("dave", "1").person == ""
    assert people.actors == frozenset()


def test_in_a_rehearsal_anybody_may_act_as_everybody(tmp_path: Path) -> None:
    """Also as somebody who has no login here."""
    people = people_of(tmp_path, ACTING)

    assert people.caller("al", "1", actor="dave").person == "dave"
    assert people.actors == {"alice", "dave"}


async def test_the_console_shows_what_the_bot_is_wired_with(tmp_path: Path) -> None:
    """Whoever answers and whoever shows are given with the bot; a door only opens them."""
    rehearsed = configured(tmp_path, f"{ENABLED}\n{ACTING}")
    rehearsed.bot.data_dir.mkdir()
    bot = main.assemble(rehearsed, {})
    site = main.site_of(rehearsed, bot.releases, bot.reception, bot.console)

    assert (site.console, site.reception) == (bot.console, bot.reception)
    assert site.people == ("alice", "bob")
    assert site.person_of("console:bob") == "bob"
    assert site.person_of("console:mallory") == ""


@pytest.mark.parametrize(
    ("api_url", "web_url"),
    [
        ("https://api.github.com", "https://github.com/acme/greeter"),
        ("https://git.example.org/api/v3", "https://git.example.org/acme/greeter"),
        ("https://api.acme.ghe.com", "https://acme.ghe.com/acme/greeter"),
        ("http://127.0.0.1:8081", "http://127.0.0.1:8081/acme/greeter"),
    ],
)
def test_one_setting_moves_git_and_the_links_too(api_url: str, web_url: str) -> None:
    """Where the API is tells where people and git find the repository."""
    github = settings.github.GitHub(api_url=api_url)

    assert destinations.web_url(github, "acme/greeter") == web_url
