"""Writing: both configuration files as `releasebot init` makes them, out of what was found."""

import re
from collections.abc import Iterator
from typing import Any

from bot.domain.detection.checks import FoundCheck
from bot.domain.detection.findings import Findings
from bot.settings import github, operator, people, project, repository, upgrade, values
from bot.settings.approvals import Policy
from bot.settings.cadence import Cadence
from bot.settings.commented import Commented, toml
from bot.settings.retention import Retention

SECRETS = ".releasebot/secrets"
_HEAD = f"""\
# {{}}
# A line like #this is an example or a default; take the sign away to use it.
config_version = {upgrade.CURRENT}
"""
_CHECKS = {
    "test": {"run": "python -m pytest", "extras": ["test"]},
    "lint": {"run": "ruff check .", "extras": ["dev"]},
    "security": {"run": "bandit -q -r src", "extras": ["dev"]},
    "docs": {"run": "mkdocs build --strict", "extras": ["docs"], "output": "site"},
    "coverage": {"report": "coverage.xml"},
    "python": ["3.12", "3.13"],
}
_ONE_VOTE = {"votes": 1, "role": "approver"}
_POLICY = {
    "publish": {**_ONE_VOTE, "not_requester": True, "expires": "24h"},
    "announce": _ONE_VOTE,
    "major": {"publish": _ONE_VOTE},
    "minor": {"publish": _ONE_VOTE},
    "patch": {"publish": _ONE_VOTE},
}
_CADENCE = {
    "major": "3-6 months",
    "minor": "2-4 weeks",
    "patch": "as needed",
    "prerelease": "weekly",
    "notice": "1-2 weeks",
}


def repository_file(found: Findings) -> str:
    """The text of `.releasebot.toml`."""
    images = [_image(found, path) for path in found.dockerfiles or ("Dockerfile",)]
    templates = Commented(
        header="[templates]",
        model=repository.Templates,
        examples={"announcement": "docs/announcement.md.j2"},
    )
    head = "How releasebot builds, checks and describes this project; it belongs into its commits."
    return _text(head, _description(found), _checks(found), _version(found), templates, *images)


def operator_file(found: Findings, login: str) -> str:
    """The text of `releasebot.toml`; `login` is that of whoever runs this."""
    bot = Commented(
        header="[bot]",
        model=operator.Bot,
        values={"data_dir": ".releasebot/data"},
        examples={"public_url": "https://releases.example.org"},
    )
    hosted = Commented(
        header="[github]",
        model=github.GitHub,
        values={"api_url": found.hosted.api_url, "token": _secret("github")},
        examples={"webhook_secret": _secret("github-webhook")},
        without=("app_id", "private_key"),  # in place of the token, which is the shorter way
    )
    kept = Commented(header="[retention]", model=Retention)
    head = "Who may release what, and where to; it belongs to whoever operates the bot."
    return _text(head, bot, hosted, kept, *_people(login), *_project(found))


def _text(head: str, *parts: Commented | str) -> str:
    lines = [_HEAD.format(head)]
    for part in parts:
        lines += [part] if isinstance(part, str) else part.lines()
    return "\n".join(lines).rstrip("\n") + "\n"


def _secret(name: str) -> dict[str, str]:
    return {"file": f"{SECRETS}/{name}"}


def _description(found: Findings) -> Commented:
    return Commented(
        header="[project]",
        model=repository.Description,
        values={
            "display_name": found.display_name,
            "docs_url": found.docs_url,
            "feedback_url": found.feedback_url,
            "security_contact": found.security_contact,
        },
        examples={
            "display_name": found.package or "My Project",
            "docs_url": "https://docs.example.org",
            "feedback_url": "https://example.org/feedback",
            "security_contact": "security@example.org",
        },
    )


def _checks(found: Findings) -> Commented:
    fit = {check.name: _command(check) for check in found.checks if not check.why_not}
    unfit = {check.name: _command(check) for check in found.checks if check.why_not}
    return Commented(
        header="[checks]",
        model=repository.Checks,
        values={**fit, "python": list(found.pythons)},
        examples={**_CHECKS, **unfit},
        notes={check.name: check.why_not for check in found.checks},
    )


def _command(check: FoundCheck) -> dict[str, Any]:
    said = {"run": check.run, "extras": list(check.extras), "output": check.output}
    return {key: value for key, value in said.items() if value}


def _version(found: Findings) -> Commented:
    anchored = [{"path": each.path, "line": each.line} for each in found.statements if each.line]
    everywhere = [each.path for each in found.statements if not each.line]
    stating = {"anchored": anchored, "everywhere": everywhere}
    return Commented(
        header="[version]",
        model=repository.VersionRules,
        values={
            "files": list(found.version_files),
            "tag": found.tag,
            "changelog": found.changelog,
        },
        examples={
            "files": ["pyproject.toml"],
            "anchored": anchored or [{"path": "Chart.yaml", "line": 'appVersion: "{version}"'}],
            "everywhere": everywhere or ["docs/install.md"],
            "tag": "v{version}",
            "changelog": "CHANGELOG.md",
            "development": True,
        },
        notes={key: "the same version stands there" for key, those in stating.items() if those},
    )


def _image(found: Findings, path: str) -> Commented:
    return Commented(
        header="#[[images]]",
        model=repository.Image,
        examples={
            "image": found.hosted.name.lower() or "owner/name",
            "file": path,
            "variants": {"gpu": {"args": {"BASE": "cuda"}}},
            "smoke": ["python", "--version"],
        },
    )


def _people(login: str) -> Iterator[Commented | str]:
    you = login if re.fullmatch(values.NAME, login) else "alice"
    other = "bob" if you != "bob" else "alice"
    yield "# One person, many accounts: by number or id, for a name can be taken over."
    yield "[people]"
    accounts = toml({"github": 583231, "local": login})
    yield f"#{toml_key(you)} = {accounts}  # you, as this machine knows you"
    yield f"#{other} = {toml({'github': 9919})}"
    yield ""
    roles = {role: [you, other] for role in people.Roles.model_fields}
    yield Commented(header="[roles]", model=people.Roles, examples=roles)


def _project(found: Findings) -> Iterator[Commented]:
    named = {"repository": found.hosted.name, "package": found.package}
    sign = "" if all(named.values()) else "#"
    head = f"projects.{toml_key(found.name)}"
    yield Commented(
        header=f"{sign}[{head}]",
        model=project.Project,
        values=named,
        examples={
            "title": found.display_name or "My Project",
            "repository": "owner/name",
            "package": "my-package",
            "channels": {"slack": "C01ABCDEF"},
            "announce": {"slack": "C02ABCDEF"},
            "required": [{"check": "ci", "app": 15368}],
            "gates": {"coverage": 80, "security": "high"},
        },
        without=("policy", "targets", "cadence"),
    )
    yield Commented(header=f"{sign}[{head}.policy]", model=Policy, examples=_POLICY)
    yield Commented(
        header=f"{sign}[{head}.targets]",
        model=project.Targets,
        examples={name: {"token": _secret(name)} for name in project.Targets.model_fields},
    )
    yield Commented(header=f"{sign}[{head}.cadence]", model=Cadence, examples=_CADENCE)


def toml_key(name: str) -> str:
    """The name as a key, quoted where it must be."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else toml(name)
