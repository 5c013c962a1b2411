"""Local people: whom the programs of this machine speak for."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot import errors
from bot.domain.conversation.commands import Caller

_DOOR = "local:"  # how the accounts of this machine begin


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalPeople:
    """Persons by their login here, and as whom anybody may act: nobody but in a rehearsal."""

    by_login: Mapping[str, str]
    actors: frozenset[str] = frozenset()

    def caller(self, login: str, delivery: str, project: str = "", actor: str = "") -> Caller:
        """Who speaks: the person with this login, or the one as whom it acts."""
        if actor:
            self._check_actor(actor)
        return Caller(
            account=f"{_DOOR}{login}",
            person=actor or self.by_login.get(login, ""),
            delivery=f"{_DOOR}{delivery}",
            project=project,
        )

    def _check_actor(self, actor: str) -> None:
        if not self.actors:
            raise errors.Refused(
                "Nobody may act as somebody else here.",
                "Leave out --as; it is for rehearsals, where [console] has act_as = true.",
                reason="not_allowed",
            )
        if actor not in self.actors:
            raise errors.BadInput(
                f"{actor} is not in [people].",
                f"Act as one of: {', '.join(sorted(self.actors))}.",
            )


def is_local(caller: Caller) -> bool:
    """Whether the caller speaks in a terminal of this machine, where there is no channel."""
    return caller.account.startswith(_DOOR)
