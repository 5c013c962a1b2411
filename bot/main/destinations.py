"""Destinations: the configured projects with the rules of their releases and the outside world."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot import errors, ports
from bot.adapters.artifact_store import DiskArtifactStore
from bot.adapters.builder import workshop
from bot.adapters.builder.python_build import PythonBuilder
from bot.adapters.code_host.github import GitHubCodeHost
from bot.adapters.git import GitRepository
from bot.adapters.registry import addresses
from bot.adapters.registry.addresses import Addresses
from bot.adapters.registry.pypi import PyPIPackageIndex
from bot.domain import channels
from bot.domain.plans.plan import RequiredCheck, Target
from bot.domain.plans.planning import ProjectRules
from bot.main import accounts, platforms
from bot.main.accounts import Accounts
from bot.ports import ChatPlatform
from bot.releases.project import Project
from bot.settings import Settings, environment, project
from bot.settings.github import GitHub
from bot.stages import ADOPTING, PIPELINES, TAGGED
from bot.stages.work import Outside

Chats = Mapping[str, ports.Chat]  # by platform


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shared:
    """What the projects have in common of the outside world."""

    builder: PythonBuilder
    store: DiskArtifactStore
    chats: Chats
    ours: Accounts


async def build_projects(
    configured: Settings,
    connected: tuple[ChatPlatform, ...] | None = None,
    ours: Accounts | None = None,
    *,
    trust_this_repository: bool = False,
) -> dict[str, Project]:
    """The configured projects with their destinations.

    `connected` are the bot's own platforms, and `ours` its accounts at the code host; without a
    bot they are made here, to look only.
    """
    chosen = platforms.platforms(configured) if connected is None else connected
    chats = platforms.chats(configured, chosen)
    if trust_this_repository:
        _refuse_secrets_in_the_environment(configured)
    shop = await workshop.open_workshop(
        environment.variables(), trust_this_repository=trust_this_repository
    )
    store = DiskArtifactStore(configured.bot.data_dir / "artifacts")
    shared = _Shared(
        builder=PythonBuilder(shop, store),
        store=store,
        chats=chats,
        ours=ours or accounts.of_projects(configured),
    )
    return {
        name: Project(
            rules=rules_of(name, bound, web_url(configured.github, bound.repository)),
            outside=_outside(configured, name, shared),
        )
        for name, bound in configured.projects.items()
    }


def _refuse_secrets_in_the_environment(configured: Settings) -> None:
    """Without a sandbox, a repository's code can read the variables of its parent."""
    secrets = list(configured.references().values())
    secrets += [
        index.token for bound in configured.projects.values() for _, index in bound.targets if index
    ]
    if any(secret.env for secret in secrets):
        raise errors.Refused(
            "A secret is in the environment, where code without a sandbox could read it.",
            "Put it into a file, or build in the sandbox.",
            reason="secret_in_environment",
        )


def rules_of(name: str, bound: project.Project, web_url: str) -> ProjectRules:
    """The operator's rules of a project as the planner takes them."""
    _check_supported(name, bound)
    indexes = tuple(
        Target(name=index, kind="package_index", url=places.index, upload=places.upload)
        for index, places in _indexes(bound).items()
    )
    return ProjectRules(
        name=name,
        title=bound.title or "",
        repository=bound.repository,
        package=bound.package,
        targets=(*indexes, Target(name="github", kind="code_host", url=web_url)),
        segments=PIPELINES[bound.policy.land],
        by_pull_request=PIPELINES["pull-request"],
        adopting=ADOPTING,
        tagged=TAGGED,
        terms=bound.policy.terms(),
        level_terms=bound.policy.level_terms(),
        announce=channels.texts(bound.announce),
        required=tuple(RequiredCheck(check=r.check, app=r.app) for r in bound.required),
        hosted_notes=bound.github_notes,
        land=bound.policy.land,
        cadence=bound.cadence.told(),
        enabled=bound.enabled,
    )


def _indexes(bound: project.Project) -> dict[str, Addresses]:
    return {
        name: addresses.of(name, found.upload_url, found.index_url)
        for name, found in bound.targets
        if found
    }


def _check_supported(name: str, bound: project.Project) -> None:
    """Refuse a policy that this version would not keep: better no release than a laxer one."""
    asked = {
        "gates": bound.gates != project.Gates(),
    }
    for line in (line for line, is_asked in asked.items() if is_asked):
        raise errors.BadConfiguration(
            f"projects.{name}: {line} is understood, but this version cannot keep to it yet.",
            "Change that line, or wait for the version that can.",
        )


def _check_chats(name: str, bound: project.Project, chats: Chats) -> None:
    """Refuse an announcement on a platform on which the bot is not."""
    for platform, channel in bound.announce:
        if channel and platform not in chats:
            raise errors.BadConfiguration(
                f"projects.{name} is announced on {platform}, and there is no [{platform}].",
                f"Write a table [{platform}], or take the channel out of announce.",
            )


def _outside(configured: Settings, name: str, shared: _Shared) -> Outside:
    bound = configured.projects[name]
    session = shared.ours.sessions[bound.repository]
    _check_chats(name, bound, shared.chats)
    return Outside(
        repository=GitRepository.mirror(
            configured.bot.data_dir / "mirrors" / name,
            f"{web_url(configured.github, bound.repository)}.git",
            session.token,
        ),
        code_host=GitHubCodeHost(session, bound.repository),
        builder=shared.builder,
        artifacts=shared.store,
        indexes={
            index: PyPIPackageIndex(index, _indexes(bound)[index], found.token)
            for index, found in bound.targets
            if found
        },
        chats=shared.chats,
    )


def web_url(github: GitHub, repository: str) -> str:
    """Where people and git find the repository: the web address that belongs to the API's."""
    base = str(github.api_url).rstrip("/").replace("://api.", "://")
    return f"{base.removesuffix('/api/v3')}/{repository}"
