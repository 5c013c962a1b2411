"""What GitHub holds a branch to: rulesets, which everybody is shown, and the older protection."""

from typing import Any
from urllib.parse import quote

from github.Repository import Repository

from bot.adapters.code_host import refusals
from bot.domain.approvals.gates import BranchRules


def of_branch(repository: Repository, branch: str) -> BranchRules:
    """The rules of the branch; those of the older kind are told only in part."""
    name = quote(branch)
    shown = _get(repository, f"/branches/{name}")
    rules = _get(repository, f"/rules/branches/{name}", per_page=100)
    listed = [each for each in rules if isinstance(each, dict)] if isinstance(rules, list) else []
    kinds = {str(each.get("type")) for each in listed}
    old = shown if isinstance(shown, dict) else {}
    return BranchRules(
        needs_pull_request="pull_request" in kinds,
        checks=tuple(dict.fromkeys([*_new_checks(listed), *_old_checks(old)])),
        needs_signature="required_signatures" in kinds,
        is_locked="update" in kinds,
        is_protected=old.get("protected") is True and not listed,
    )


def _new_checks(rules: list[dict[str, Any]]) -> list[str]:
    parameters = [each.get("parameters") for each in rules]
    found = [
        check
        for each in parameters
        if isinstance(each, dict)
        for check in each.get("required_status_checks") or ()
    ]
    return [str(check["context"]) for check in found if isinstance(check, dict)]


def _old_checks(branch: dict[str, Any]) -> list[str]:
    protection = branch.get("protection")
    checks = protection.get("required_status_checks") if isinstance(protection, dict) else None
    return [str(name) for name in checks.get("contexts") or ()] if isinstance(checks, dict) else []


def _get(repository: Repository, path: str, **parameters: int) -> object:
    url = f"{repository.url}{path}"
    return refusals.or_none(
        lambda: repository.requester.requestJsonAndCheck("GET", url, parameters=parameters)[1]
    )
