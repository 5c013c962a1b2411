"""An App's rights: what it asks for, what was granted, and how its events reach the bot."""

from collections.abc import Iterator, Mapping

from bot.adapters.code_host.account.app import Facts
from bot.adapters.code_host.account.permissions import EVENTS, LEVELS, OPTIONAL, PERMISSIONS
from bot.domain import diagnosis
from bot.domain.diagnosis import Finding

HOOK = "/github/webhooks"
ON_ITS_PAGE = "Change it on the App's page at GitHub, under Permissions & events."


def of_app(described: Facts) -> Iterator[Finding]:
    """Each right and event of the App that is missing or too much."""
    evidence = f"the App {described.get('slug')}"
    right = True
    for name in missing(PERMISSIONS, _permissions(described)):
        right = False
        yield _lacking(name, "The App does not ask for the right", evidence, ON_ITS_PAGE)
    for name, level in excess(_permissions(described)).items():
        right = False
        yield diagnosis.warning(
            f"The App asks for the right {name}: {level}, which the bot never uses.",
            evidence,
            ON_ITS_PAGE,
        )
    heard = {str(event) for event in described.get("events") or ()}
    for event in sorted(set(EVENTS) - heard):
        right = False
        yield diagnosis.warning(f"The App is not told of the event {event}.", evidence, ON_ITS_PAGE)
    for event in sorted(heard - set(EVENTS)):
        yield diagnosis.note(f"The App is told of {event}, which the bot ignores.", evidence)
    if right:
        yield diagnosis.ok("The App has exactly the rights and events that it needs.", evidence)


def of_hook(hook: Facts, public_url: str) -> Iterator[Finding]:
    """Whether events arrive, signed, where this bot listens."""
    url = str(hook.get("url") or "")
    expected = f"{public_url.rstrip('/')}{HOOK}"
    if not url:
        yield diagnosis.warning(
            "GitHub sends the App's events nowhere.",
            "Webhook URL",
            f"Write {expected if public_url else f'…{HOOK}'} on the App's page at GitHub.",
        )
        return
    if not hook.get("secret"):
        yield diagnosis.error(
            "Events could come from anybody: they are not signed.",
            url,
            "Write the secret of [github] webhook_secret on the App's page at GitHub, too.",
        )
    elif public_url and url != expected:
        yield diagnosis.warning(
            "GitHub sends the App's events elsewhere.",
            f"{url}, not {expected}",
            "Correct the address on the App's page, or public_url in [bot].",
        )
    else:
        yield diagnosis.ok("Events are signed.", url)


def of_installation(granted: Facts, described: Facts, repository: str) -> Iterator[Finding]:
    """Whether the owner accepted what the App asks for, and shows it no more than necessary."""
    owner, page = repository.partition("/")[0], str(granted.get("html_url") or "")
    asked = _permissions(described)
    pending = [
        name
        for name in missing(PERMISSIONS, _permissions(granted))
        if name not in missing(PERMISSIONS, asked)
    ]
    for name in pending:
        accept = "Accept it on the page of the installation."
        yield _lacking(name, f"{owner} has not accepted the App's right", page, accept)
    if granted.get("suspended_at"):
        yield diagnosis.error(
            f"{owner} has suspended the App.", page, "Let it work again on that page."
        )
    if granted.get("repository_selection") == "all":
        yield diagnosis.note(
            f"The App is shown every repository of {owner}.",
            page,
            "Select those that are released.",
        )


def _lacking(name: str, what: str, evidence: str, remedy: str) -> Finding:
    """A right that the bot does not have: without most it cannot release, without some it can."""
    right = f"{what} {name}: {PERMISSIONS[name]}"
    if name in OPTIONAL:
        return diagnosis.warning(f"{right}, so {OPTIONAL[name]}.", evidence, remedy)
    return diagnosis.error(f"{right}.", evidence, remedy)


def missing(needed: Mapping[str, str], had: Mapping[str, str]) -> tuple[str, ...]:
    """The rights that are not had, or only to read."""
    return tuple(
        name
        for name, level in needed.items()
        if LEVELS.index(had.get(name, "")) < LEVELS.index(level)
    )


def excess(had: Mapping[str, str]) -> dict[str, str]:
    """The rights that go beyond what is needed."""
    return {
        name: level
        for name, level in had.items()
        if LEVELS.index(level) > LEVELS.index(PERMISSIONS.get(name, ""))
    }


def _permissions(facts: Facts) -> dict[str, str]:
    found = facts.get("permissions")
    listed = found.items() if isinstance(found, dict) else ()
    return {str(name): level if level in LEVELS else "admin" for name, level in listed}
