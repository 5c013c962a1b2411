"""The wiring: the only file that knows everyone; nothing happens at import."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot import errors
from bot.adapters.artifact_store import DiskArtifactStore
from bot.adapters.builder import workshop
from bot.adapters.builder.python_build import PythonBuilder
from bot.adapters.chat.chat_log import ChatLog
from bot.adapters.chat.console import Console
from bot.adapters.clock import SystemClock
from bot.adapters.code_host.github import GitHubCodeHost
from bot.adapters.git import GitRepository
from bot.adapters.registry import addresses
from bot.adapters.registry.addresses import Addresses
from bot.adapters.registry.pypi import PyPIPackageIndex
from bot.adapters.web import key
from bot.adapters.web.site import History, Site
from bot.domain import rules_words
from bot.domain.local_people import LocalPeople
from bot.domain.plan import Target
from bot.domain.planning import ProjectRules
from bot.ports import Reception, Releases
from bot.releases.project import Project
from bot.releases.service import DurableReleases
from bot.settings import Settings, environment, operator, project
from bot.stages import PIPELINES
from bot.stages.work import Outside
from handlers.desk import Desk
from handlers.herald import Herald
from handlers.reception import Receptionist

CONSOLE = "console:"  # how an account of the console begins


@dataclass(frozen=True, slots=True)
class Bot:
    """A wired bot: the engine to enter, who answers people, and who shows them what happens."""

    releases: DurableReleases
    reception: Reception
    herald: Herald
    console: Console


async def build_bot(
    configured: Settings, *, trust_this_repository: bool = False, works: bool = True
) -> Bot:
    """Wire a bot from its settings; it touches nothing before its releases are entered.

    Without `works` it looks and records, and no release goes on.
    """
    projects = await build_projects(configured, trust_this_repository=trust_this_repository)
    return assemble(configured, projects, works=works)


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


def assemble(configured: Settings, projects: Mapping[str, Project], *, works: bool = True) -> Bot:
    """The engine around these projects, and the desk that handlers work at."""

    def roles() -> dict[str, frozenset[str]]:
        return {role: frozenset(members) for role, members in configured.roles}

    def configuration(name: str) -> tuple[tuple[str, str], ...]:
        return rules_words.in_words(projects[name].rules, roles())

    folder = configured.bot.data_dir
    releases = DurableReleases(folder, projects, roles, SystemClock(), works=works)
    console = Console()
    desk = Desk(releases=releases, roles=roles, surfaces=(console,), configuration=configuration)
    return Bot(
        releases=releases, reception=Receptionist(desk), herald=Herald(desk), console=console
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
        terms=bound.policy.terms(),
        level_terms=bound.policy.level_terms(),
        announce=(bound.announce.chat_log,) if bound.announce.chat_log else (),
        land=bound.policy.land,
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
        "required": bool(bound.required),
        "announce.slack": bool(bound.announce.slack),
        "announce.discord": bool(bound.announce.discord),
    }
    for line in (line for line, is_asked in asked.items() if is_asked):
        raise errors.BadConfiguration(
            f"projects.{name}: {line} is understood, but this version cannot keep to it yet.",
            "Change that line, or wait for the version that can.",
        )


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


def local_people(configured: Settings) -> LocalPeople:
    """Whom the logins of this machine stand for."""
    return LocalPeople(
        by_login={person.local: name for name, person in configured.people.items() if person.local},
        actors=frozenset(_actors(configured)),
    )


def _actors(configured: Settings) -> tuple[str, ...]:
    """As whom anybody may act: as everybody, in a rehearsal."""
    is_rehearsal = configured.console is not None and configured.console.act_as
    return tuple(configured.people) if is_rehearsal else ()


def site_of(
    configured: Settings, releases: Releases, reception: Reception, console: Console
) -> Site:
    """What the web is given: the console and its people, as far as there is one."""
    actors = _actors(configured)

    def person_of(account: str) -> str:
        name = account.removeprefix(CONSOLE)
        return name if name in actors else ""

    async def ready() -> object:
        return await releases.unfinished()

    return Site(
        console=console,
        reception=reception,
        projects=releases.projects() if configured.console else (),
        people=actors,
        person_of=person_of,
        ready=ready,
        key=key.kept_key(configured.bot.data_dir),
        announcements=_announcements(configured),
        public_url=str(configured.bot.public_url or ""),
    )


def _announcements(configured: Settings) -> dict[str, History]:
    """The channels of the local world's chat, where the console shows what was announced."""
    if configured.chat_log is None or configured.console is None:
        return {}
    chat = ChatLog(str(configured.chat_log.url))
    announced = (bound.announce.chat_log for bound in configured.projects.values())
    return {channel: chat.history for channel in announced if channel}
