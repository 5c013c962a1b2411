"""People: who is known at a chat, and which of its channels belong to which project."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who is known here, and where: persons by user id, channels by project."""

    persons: Mapping[str, str]
    channels: Mapping[str, str]

    def accounts(self) -> dict[str, str]:
        """The user ids by person."""
        return {person: user for user, person in self.persons.items()}

    def projects(self) -> dict[str, str]:
        """The projects by channel."""
        return {channel: project for project, channel in self.channels.items() if channel}
