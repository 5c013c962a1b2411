"""What GitHub holds a branch to: rulesets, which everybody is shown, and the older protection."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import github
from github.Repository import Repository

from bot.adapters.code_host import refusals
from bot.domain.approvals.gates import BranchRules
from bot.domain.events import bodies

UNPROTECTED = "branch not protected"  # in GitHub's words; whoever may not know is told "not found"
NOT_SHOWN = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)


def of_branch(repository: Repository, branch: str) -> BranchRules:
    """The rules of the branch; `is_protected` where the bot is not shown all of them."""
    name = quote(branch)
    shown = refusals.or_none(lambda: _get(repository, f"/branches/{name}"))
    rules = refusals.or_none(lambda: _get(repository, f"/rules/branches/{name}", per_page=100))
    older = _protection(repository, name) if bodies.flag(shown, "protected") else {}
    return combined(shown, rules, older)


def combined(shown: object, rules: object, older: Mapping[str, Any] | None) -> BranchRules:
    """The branch itself, the list of its rules and its older protection, each as GitHub's JSON.

    `older` is empty where there is none, and None where the bot is not shown it.
    """
    listed = [each for each in rules if isinstance(each, dict)] if isinstance(rules, list) else []
    known = older or {}
    return BranchRules(
        needs_pull_request=_has(listed, "pull_request") or "required_pull_request_reviews" in known,
        checks=tuple(dict.fromkeys([*_new_checks(listed), *_old_checks(shown, known)])),
        needs_signature=_has(listed, "required_signatures")
        or bodies.flag(known, "required_signatures", "enabled"),
        is_locked=_has(listed, "update")
        or bodies.flag(known, "lock_branch", "enabled")
        or "restrictions" in known,
        is_protected=older is None,
    )


def _protection(repository: Repository, name: str) -> Mapping[str, Any] | None:
    """The older protection: empty where there is none, None where the bot is not shown it."""
    try:
        found = _get(repository, f"/branches/{name}/protection")
    except github.GithubException as error:
        if refusals.is_limited(error) or error.status not in NOT_SHOWN:
            raise
        return {} if UNPROTECTED in refusals.quote(error.data).lower() else None
    return found if isinstance(found, dict) else None


def _has(rules: Iterable[Mapping[str, Any]], kind: str) -> bool:
    return any(each.get("type") == kind for each in rules)


def _new_checks(rules: Iterable[Mapping[str, Any]]) -> list[str]:
    parameters = [each.get("parameters") for each in rules]
    found = [
        check
        for each in parameters
        if isinstance(each, dict)
        for check in each.get("required_status_checks") or ()
    ]
    return [str(check["context"]) for check in found if isinstance(check, dict)]


def _old_checks(branch: object, protection: object) -> list[str]:
    """The branch tells them to whoever may write, its protection to administrators."""
    told = (bodies.look(branch, "protection"), protection)
    found = (bodies.entries(each, "required_status_checks", "contexts") for each in told)
    return [str(name) for names in found for name in names]


def _get(repository: Repository, path: str, **parameters: int) -> object:
    url = f"{repository.url}{path}"
    found: object
    _, found = repository.requester.requestJsonAndCheck("GET", url, parameters=parameters)
    return found
