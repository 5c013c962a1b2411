"""The wiring: policies that cannot be kept are refused, and secrets stay out of reach."""

from pathlib import Path

import pytest

from bot import errors, main, settings

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
        ("enabled = false", "enabled = false"),
        (f"{ENABLED}\ngates = {{ coverage = 80 }}", "gates"),
        (f'{ENABLED}\nrequired = [{{ check = "ci", app = 1 }}]', "required"),
        (f"{ENABLED}\npolicy.solo = true", "policy.solo"),
        (f'{ENABLED}\npolicy.land = "pull-request"', "policy.land"),
        (f'{ENABLED}\nannounce = {{ slack = "C01" }}', "announce.slack"),
        (f"{ENABLED}\nannounce = {{ discord = 555 }}", "announce.discord"),
    ],
)
def test_a_policy_that_cannot_be_kept_yet_is_refused(tmp_path: Path, lines: str, key: str) -> None:
    """Rather than being read and ignored."""
    bound = configured(tmp_path, lines).projects["greeter"]

    with pytest.raises(errors.BadConfiguration, match=key):
        main.rules_of("greeter", bound, "")


async def test_without_a_sandbox_no_secret_may_be_in_the_environment(tmp_path: Path) -> None:
    """A repository's code could read it there."""
    wanted = configured(tmp_path, place='env = "TOKEN"')

    with pytest.raises(errors.Refused, match="A secret is in the environment"):
        await main.build_projects(wanted, trust_this_repository=True)
