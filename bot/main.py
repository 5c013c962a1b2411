"""The wiring: the only file that knows everyone; nothing happens at import."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot import errors
from bot.adapters.artifact_store import DiskArtifactStore
from bot.adapters.builder import workshop
from bot.adapters.builder.python_build import PythonBuilder
from bot.adapters.chat.chat_log import ChatLog
from bot.adapters.clock import SystemClock
from bot.adapters.code_host.github import GitHubCodeHost
from bot.adapters.git import GitRepository
from bot.adapters.registry import addresses
from bot.adapters.registry.addresses import Addresses
from bot.adapters.registry.pypi import PyPIPackageIndex
from bot.domain.approval import MinimumVotes, NotTheRequester, Policy, Terms
from bot.domain.plan import Target
from bot.domain.planning import ProjectRules
from bot.releases.project import Project
from bot.releases.service import DurableReleases
from bot.settings import Settings, environment, operator, project
from bot.stages import PIPELINE
from bot.stages.work import Outside
from handlers.desk import Desk


@dataclass(frozen=True, slots=True)
class Bot:
    """A wired bot: the engine to enter, and the desk that handlers work at."""

    releases: DurableReleases
    desk: Desk


async def build_bot(configured: Settings, *, trust_this_repository: bool = False) -> Bot:
    """Wire a bot from its settings; it touches nothing before its releases are entered."""
    projects = await build_projects(configured, trust_this_repository=trust_this_repository)
    return assemble(configured, projects)


async def build_projects(
    configured: Settings, *, trust_this_repository: bool = False
) -> dict[str, Project]:
    """The configured projects with their destinations."""
    if trust_this_repository:
        _refuse_secrets_in_the_environment(configured)
    shop = await workshop.open_workshop(
        environment.variables(), trust_this_repository=trust_this_repository
    )
    store = DiskArtifactStore(configured.bot.data_dir / "artifacts")
    builder = PythonBuilder(shop, store)
    return {
        name: Project(
            rules=rules_of(name, bound, _web_url(configured.github, bound.repository)),
            outside=_outside(configured, name, bound, builder, store),
        )
        for name, bound in configured.projects.items()
    }


def _refuse_secrets_in_the_environment(configured: Settings) -> None:
    """Without a sandbox, a repository's code can read the variables of its parent."""
    tokens = [configured.github.token]
    tokens += [
        index.token for bound in configured.projects.values() for _, index in bound.targets if index
    ]
    if any(token and token.env for token in tokens):
        raise errors.Refused(
            "A secret is in the environment, where code without a sandbox could read it.",
            "Put it into a file, or build in the sandbox.",
            reason="secret_in_environment",
        )


def assemble(configured: Settings, projects: Mapping[str, Project]) -> Bot:
    """The engine and the desk around these projects."""

    def roles() -> dict[str, frozenset[str]]:
        return {role: frozenset(members) for role, members in configured.roles}

    releases = DurableReleases(configured.bot.data_dir, projects, roles, SystemClock())
    return Bot(releases=releases, desk=Desk(releases=releases, roles=roles))


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
        segments=PIPELINE,
        terms={"publish": _terms(bound.policy.publish)},
        announce=(bound.announce.chat_log,) if bound.announce.chat_log else (),
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
        "enabled = false": not bound.enabled,
        "policy.solo": bound.policy.solo,
        'policy.land = "pull-request"': bound.policy.land != "fast-forward",
        "gates": bound.gates != project.Gates(),
        "required": bool(bound.required),
        "announce.slack": bool(bound.announce.slack),
        "announce.discord": bool(bound.announce.discord),
    }
    for key in (key for key, is_asked in asked.items() if is_asked):
        raise errors.BadConfiguration(
            f"projects.{name}: {key} is understood, but this version cannot keep to it yet.",
            "Change that line, or wait for the version that can.",
        )


def _terms(asked: project.Approval) -> Terms:
    policy: Policy = MinimumVotes(asked.votes, asked.role)
    if asked.not_requester:
        policy = NotTheRequester(policy)
    return Terms(policy=policy, expires_hours=asked.expires.total_seconds() / 3600)


def _outside(
    configured: Settings,
    name: str,
    bound: project.Project,
    builder: PythonBuilder,
    store: DiskArtifactStore,
) -> Outside:
    github, chat = configured.github, configured.chat_log
    if github.token is None or github.token.file is None or chat is None:
        raise errors.BadConfiguration(
            "The settings name no token file in [github] or no [chat_log].",
            'Write token = { file = "…" } and a chat; git and the API both read the file.',
        )
    code_host = GitHubCodeHost(str(github.api_url), github.token, bound.repository)
    return Outside(
        repository=GitRepository.mirror(
            configured.bot.data_dir / "mirrors" / name,
            f"{_web_url(github, bound.repository)}.git",
            github.token.file,
        ),
        code_host=code_host,
        builder=builder,
        artifacts=store,
        indexes={
            index: PyPIPackageIndex(index, _indexes(bound)[index], found.token)
            for index, found in bound.targets
            if found
        },
        chat=ChatLog(str(chat.url)),
    )


def _web_url(github: operator.GitHub, repository: str) -> str:
    """Where people and git find the repository: the web address that belongs to the API's."""
    base = str(github.api_url).rstrip("/").replace("://api.", "://")
    return f"{base.removesuffix('/api/v3')}/{repository}"
