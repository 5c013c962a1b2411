"""Notices and bindings in memory."""

from dataclasses import replace

from bot.ports import Binding, Notice


class FakeNotices:
    """Implements `ports.Notices`."""

    def __init__(self) -> None:
        """Nothing was noticed."""
        self.kept: dict[str, Notice] = {}
        self.known: set[str] = set()

    def texts(self) -> list[str]:
        """What people read, oldest first."""
        return [notice.text for notice in self.kept.values()]

    async def add(self, notice: Notice) -> None:
        """Keep it, once for each key."""
        self.kept.setdefault(notice.key, notice)

    async def untold(self) -> tuple[Notice, ...]:
        """What was not told."""
        return tuple(n for key, n in self.kept.items() if key not in self.known)

    async def told(self, key: str) -> None:
        """It was."""
        self.known.add(key)

    async def newest(self, project: str, limit: int) -> tuple[Notice, ...]:
        """The newest first."""
        found = [n for n in self.kept.values() if project in ("", n.project)]
        return tuple(reversed(found))[:limit]


class FakeBindings:
    """Implements `ports.Bindings`; `held` lists what was held and why."""

    def __init__(self, *bindings: Binding) -> None:
        """Know these repositories."""
        self.known = {binding.project: binding for binding in bindings}
        self.held: list[tuple[str, str]] = []

    async def find(self, project: str) -> Binding | None:
        """What is known."""
        return self.known.get(project)

    async def bind(self, project: str, repository: str, number: int) -> None:
        """Know it, and let it go on."""
        self.known[project] = Binding(project=project, repository=repository, number=number)

    async def pause(self, project: str, why: str) -> None:
        """Pause what is known."""
        if project in self.known:
            self.known[project] = replace(self.known[project], paused=why)

    async def hold(self, project: str, why: str) -> None:
        """Note it."""
        self.held.append((project, why))
