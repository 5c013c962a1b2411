"""Gates: what the code host's checks and issues say about a release; unknown is never green."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.domain import foreign_text
from bot.domain.plans.plan import Land, RequiredCheck
from bot.domain.records import ledger
from bot.domain.records.ledger import LedgerRow

BLOCKER = "release-blocker"  # the label of an issue that stops every release
NO_BLOCKER = "no release blocker"
MOST_NAMED = 3  # issues in one sentence

State = Literal["success", "failure", "pending"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedCheck:
    """A check of a commit as the code host tells it."""

    name: str
    app: int | None  # the App that made it; None for a status, which does not tell
    state: State
    number: int = 0  # a newer one has a higher number
    is_own: bool = True  # made for the repository itself; False for a fork's, or if nobody knows
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIssue:
    """An open issue or pull request."""

    number: int
    title: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchRules:
    """What the code host demands of changes of a branch, whoever makes them."""

    needs_pull_request: bool = False
    checks: tuple[str, ...] = ()  # that have to be green first
    needs_signature: bool = False
    is_locked: bool = False  # nobody may change it but those who are named
    is_protected: bool = False  # in a way that the bot is not shown: only administrators are


def key_of(required: RequiredCheck) -> str:
    """What a required check is called in the ledger."""
    return f"check {required.check}"


def check_row(required: RequiredCheck, commit: str, checks: Sequence[ReportedCheck]) -> LedgerRow:
    """How a required check stands: by name and App, the newest one; "missing" while it runs."""
    key, named = key_of(required), [check for check in checks if check.name == required.check]
    ours = [check for check in named if check.app == required.app and check.is_own]
    if not ours:
        return ledger.unknown(
            "ready",
            key,
            why=f"no check {required.check} of App {required.app} is reported for {commit[:12]}"
            f"{_others(required, named)}",
            next="the bot asks again; let CI run on this commit, or correct required in the "
            "operator's file",
        )
    newest = max(ours, key=lambda check: check.number)
    evidence = {"url": newest.url} if newest.url else {}
    if newest.state == "success":
        return ledger.done("ready", key, app=str(required.app), commit=commit, **evidence)
    if newest.state == "pending":
        return ledger.missing("ready", key, **evidence)
    return ledger.differs(
        "ready",
        key,
        why=f"the check {required.check} is red for {commit[:12]}",
        next="make it green for this commit and retry, plan again with the fix, or override it "
        "with a reason",
        **evidence,
    )


def _others(required: RequiredCheck, named: Sequence[ReportedCheck]) -> str:
    """Why a check of that name does not count."""
    apps = sorted({check.app for check in named if check.app not in (None, required.app)})
    if apps:
        return f", only of App {', '.join(map(str, apps))}"
    if any(check.app is None for check in named):
        return ", only a status, which does not tell its App"
    return ", only for a fork" if named else ""


def blocker_row(issues: Sequence[OpenIssue]) -> LedgerRow:
    """Whether an open issue stops the release."""
    if not issues:
        return ledger.done("ready", NO_BLOCKER)
    named = ", ".join(
        f"#{issue.number} ({foreign_text.printable(issue.title)})" for issue in issues[:MOST_NAMED]
    )
    more = f" and {len(issues) - MOST_NAMED} more" if len(issues) > MOST_NAMED else ""
    evidence = {"url": issues[0].url} if issues[0].url else {}
    return ledger.differs(
        "ready",
        NO_BLOCKER,
        why=f"{named}{more} is open and labelled {BLOCKER}",
        next="close it, take the label off, or override the gate with a reason",
        **evidence,
    )


def landing(configured: Land, rules: BranchRules) -> Land:
    """How the release commit gets into the branch: as configured, unless its rules demand more."""
    return "pull-request" if rules.needs_pull_request or rules.checks else configured


def landing_warnings(branch: str, land: Land, rules: BranchRules) -> tuple[str, ...]:
    """How it lands other than `land`, as configured, and what may stop it from getting there."""
    advice = 'unless the bot may bypass that, set land = "pull-request" in the project\'s policy'
    found = []
    if land == "fast-forward" and rules.needs_pull_request:
        found.append(f"{branch} takes changes only by pull request, so the release lands by one.")
    elif land == "fast-forward" and rules.checks:
        named = ", ".join(rules.checks)
        found.append(
            f"{branch} takes only commits with {named}, so the release lands by a pull request."
        )
    elif land == "fast-forward" and rules.is_protected:
        found.append(f"{branch} is protected, and the bot is not shown how; {advice}.")
    if rules.needs_signature:
        found.append(f"{branch} takes only signed commits; the bot signs none.")
    if rules.is_locked:
        found.append(f"{branch} may be changed only by those whom its rules name.")
    return tuple(foreign_text.visible(each) for each in found)
