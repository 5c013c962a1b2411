"""Accounts: as whom the bot speaks to GitHub, shared by the projects of one installation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot import errors
from bot.adapters.code_host.account.app import App
from bot.adapters.code_host.account.installation import InstallationToken
from bot.adapters.code_host.connection import Connection
from bot.adapters.code_host.deliveries import GitHubDeliveries
from bot.adapters.code_host.session import Session
from bot.adapters.patience import PATIENT, Patience
from bot.adapters.tokens import StoredToken
from bot.settings import Settings
from bot.settings.github import GitHub


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """The ways into GitHub that everything in a bot shares: one thread for each installation."""

    sessions: Mapping[str, Session]  # by repository
    deliveries: GitHubDeliveries | None  # what the App was to be told; None for a token

    def connection(self, repository: str) -> Connection:
        """The way to one repository."""
        return Connection(self.sessions[repository], repository)


def of_projects(configured: Settings) -> Accounts:
    """Those of all projects; nothing is asked before they are used."""
    github = configured.github
    names = [bound.repository for bound in configured.projects.values()]
    return Accounts(
        sessions=sessions(github, names) if names else {},
        deliveries=_deliveries(github),
    )


def _deliveries(github: GitHub) -> GitHubDeliveries | None:
    """Only an App can ask what was delivered to it."""
    if github.app_id is None or github.private_key is None:
        return None
    return GitHubDeliveries(str(github.api_url), github.app_id, github.private_key)


def app(github: GitHub, patience: Patience = PATIENT) -> App | None:
    """The bot's App; None where it has a token instead."""
    if github.app_id is None or github.private_key is None:
        return None
    return App(str(github.api_url), github.app_id, github.private_key, patience)


def sessions(
    github: GitHub, repositories: Iterable[str], patience: Patience = PATIENT
) -> dict[str, Session]:
    """A session for each repository. An App is installed by owner, a token is for all of them."""
    url, ours = str(github.api_url), app(github, patience)
    if ours is None:
        if github.token is None:
            raise errors.BadConfiguration(
                "The settings name no way into GitHub.",
                'Write app_id and private_key into [github], or token = { file = "…" }.',
            )
        alone = Session(url, StoredToken(github.token), patience)
        return dict.fromkeys(repositories, alone)
    by_owner: dict[str, Session] = {}
    for name in repositories:
        owner = name.partition("/")[0].lower()
        if owner not in by_owner:
            by_owner[owner] = Session(url, InstallationToken(ours, name), patience)
    return {name: by_owner[name.partition("/")[0].lower()] for name in repositories}
