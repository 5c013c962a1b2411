"""What GitHub is set to do with a repository, looked at before the first release."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import cast

from github.Repository import Repository

from bot.adapters.code_host import refusals, rules
from bot.domain.approvals.gates import BranchRules
from bot.domain.events import bodies

WORKFLOWS = ".github/workflows"
MOST_WORKFLOWS = 40
HIDDEN = (HTTPStatus.FORBIDDEN,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosting:
    """The settings of a repository; None stands for what the bot is not shown."""

    branch: str
    rules: BranchRules
    immutable_releases: bool | None = None
    has_tag_rules: bool | None = None
    scopes: tuple[str, ...] = ()  # of a classic token
    workflows: Mapping[str, str] = field(default_factory=dict)  # texts by path


def look(repository: Repository) -> Hosting:
    """Everything that is set; nothing is changed."""
    scopes = cast("list[str] | None", repository.requester.oauth_scopes)
    is_told = scopes is None or bodies.flag(repository.raw_data, "permissions", "admin")
    return Hosting(
        branch=repository.default_branch,
        rules=rules.of_branch(repository, repository.default_branch),
        immutable_releases=_immutable_releases(repository, is_told=is_told),
        has_tag_rules=_has_tag_rules(repository),
        scopes=tuple(filter(None, scopes or ())),
        workflows=_workflows(repository),
    )


def _immutable_releases(repository: Repository, *, is_told: bool) -> bool | None:
    """404 is GitHub's no; 403 says that the bot is not told.

    A classic token, whose scopes GitHub names, gets a 404 for both: only an administrator's, for
    whom `is_told` is true, tells something.
    """

    def ask() -> object:
        found = refusals.or_none(lambda: _get(repository, "/immutable-releases"))
        return found or ({} if is_told else None)

    found = refusals.or_none(ask, HIDDEN)
    return None if found is None else bodies.flag(found, "enabled")


def _has_tag_rules(repository: Repository) -> bool | None:
    """Whether an active ruleset is about tags."""

    def ask() -> object:
        return _get(repository, "/rulesets", includes_parents="true", per_page="100")

    found = refusals.or_none(ask, (HTTPStatus.NOT_FOUND, *HIDDEN))
    if not isinstance(found, list):
        return None
    return any(
        each.get("target") == "tag" and each.get("enforcement") == "active"
        for each in found
        if isinstance(each, dict)
    )


def _workflows(repository: Repository) -> dict[str, str]:
    """The texts of the repository's workflows on its default branch."""
    listed = refusals.or_none(lambda: _get(repository, f"/contents/{WORKFLOWS}"))
    named = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    names = [str(each.get("name")) for each in named if each.get("type") == "file"]
    wanted = [name for name in names if name.endswith((".yml", ".yaml")) and "/" not in name]
    paths = [f"{WORKFLOWS}/{name}" for name in wanted[:MOST_WORKFLOWS]]
    return {path: _text(_get(repository, f"/contents/{path}")) for path in paths}


def _text(found: object) -> str:
    content = found.get("content") if isinstance(found, dict) else None
    try:
        return base64.b64decode(str(content or "")).decode("utf-8", "replace")
    except binascii.Error:
        return ""


def _get(repository: Repository, path: str, **parameters: str) -> object:
    url = f"{repository.url}{path}"
    found: object
    _, found = repository.requester.requestJsonAndCheck("GET", url, parameters=parameters)
    return found
