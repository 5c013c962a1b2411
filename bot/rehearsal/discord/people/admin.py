"""The administrators of this Discord: guilds, channels, roles and members, made and taken away."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.rehearsal.discord.numbers import ALL, OF_THE_APP, USUAL, Channel, Permission
from bot.rehearsal.discord.objects import channels, guilds, messages, users
from bot.rehearsal.discord.problems import Json
from bot.rehearsal.discord.service import Service, loaded


@dataclass(frozen=True, slots=True)
class Admin:
    """Everything here happens at once, and the Gateway tells of it."""

    service: Service

    def add_guild(self, name: str, *, with_app: bool = True) -> int:
        """A new guild, whose owner is nobody who acts; the app joins with a role of its own."""
        number = self.service.clock.snowflake()
        owner = users.add_user(self.service, "owner")
        kept = json.dumps({"name": name, "owner": str(owner)})
        self.service.db.execute("INSERT INTO discord_guilds VALUES (?, ?)", (number, kept))
        self._add_role(number, number, "@everyone", int(USUAL), mentionable=False)
        self._join(number, owner, [])
        if with_app:
            role = self.service.clock.snowflake()
            self._add_role(number, role, self.service.app.name, int(OF_THE_APP), mentionable=False)
            self._join(number, self.service.app.id, [role])
            self.service.hub.dispatch("GUILD_CREATE", guilds.whole_guild(self.service, number))
        return number

    def add_role(
        self, guild: int, name: str, permissions: int = 0, *, mentionable: bool = False
    ) -> int:
        """A new role."""
        number = self.service.clock.snowflake()
        kept = self._add_role(guild, number, name, permissions, mentionable=mentionable)
        role = users.role(number, kept)
        self._tell(guild, "GUILD_ROLE_CREATE", {"guild_id": str(guild), "role": role})
        return number

    def add_member(
        self, guild: int, name: str, roles: Sequence[int] = (), *, bot: bool = False
    ) -> int:
        """A new person, or bot, in a guild."""
        number = users.add_user(self.service, name, bot=bot)
        self.join(guild, number, roles)
        return number

    def join(self, guild: int, user: int, roles: Sequence[int] = ()) -> None:
        """Let somebody into a guild."""
        self._join(guild, user, roles)
        told = {**users.member(self.service, guild, user), "guild_id": str(guild)}
        self._tell(guild, "GUILD_MEMBER_ADD", told)

    def set_roles(self, guild: int, user: int, roles: Sequence[int]) -> None:
        """Give a member these roles and no others."""
        self._join(guild, user, roles)
        told = {**users.member(self.service, guild, user), "guild_id": str(guild)}
        self._tell(guild, "GUILD_MEMBER_UPDATE", told)

    def remove_app(self, guild: int) -> None:
        """Throw the app out of a guild."""
        self.service.db.execute(
            "DELETE FROM discord_members WHERE guild = ? AND user = ?", (guild, self.service.app.id)
        )
        self.service.hub.dispatch("GUILD_DELETE", {"id": str(guild)})

    def add_channel(self, guild: int, name: str, *, announcement: bool = False) -> int:
        """A new channel for text or announcements."""
        number = self.service.clock.snowflake()
        kind = int(Channel.ANNOUNCEMENT if announcement else Channel.TEXT)
        position = len(channels.of_guild(self.service, guild))
        content = channels.channel_content(number, guild, name, kind, position)
        if announcement:
            del content["rate_limit_per_user"]
        channels.save(self.service, channels.Place(number, guild, content))
        self._tell(guild, "CHANNEL_CREATE", content)
        return number

    def deny(self, channel: int, permissions: Permission, who: int | None = None) -> None:
        """Withdraw permissions in a channel from the app, or from a user or role."""
        self._overwrite(channel, who, allow=0, deny=int(permissions))

    def allow(self, channel: int, permissions: Permission, who: int | None = None) -> None:
        """Give permissions in a channel to the app, or to a user or role."""
        self._overwrite(channel, who, allow=int(permissions), deny=0)

    def delete_channel(self, channel: int) -> None:
        """Delete a channel or thread."""
        channels.remove(self.service, channels.place(self.service, channel))

    def archive(self, thread: int) -> None:
        """Put a thread away, as Discord does after a day without messages."""
        found = channels.place(self.service, thread)
        channels.archive(self.service, found, archived=True)

    def delete_message(self, channel: int, message: int) -> None:
        """Delete a message."""
        messages.remove(self.service, channels.place(self.service, channel), message)

    def pings(self, message: int | None = None) -> list[tuple[str, str]]:
        """Everybody whom messages notified: ("user" | "role" | "everyone", id)."""
        rows = self.service.db.execute(
            "SELECT kind, target FROM discord_pings WHERE ? IS NULL OR message = ? ORDER BY rowid",
            (message, message),
        )
        return [(row["kind"], row["target"]) for row in rows]

    def _tell(self, guild: int, event: str, data: Json) -> None:
        """Send an event of a guild, if the app is in it."""
        if guild in guilds.of_member(self.service, self.service.app.id):
            self.service.hub.dispatch(event, data)

    def _add_role(
        self, guild: int, number: int, name: str, permissions: int, *, mentionable: bool
    ) -> Json:
        position = len(users.roles(self.service, guild))
        kept: Json = {"name": name, "permissions": str(permissions), "position": position}
        kept["mentionable"] = mentionable
        self.service.db.execute(
            "INSERT INTO discord_roles VALUES (?, ?, ?)", (number, guild, json.dumps(kept))
        )
        return kept

    def _join(self, guild: int, user: int, roles: Sequence[int]) -> None:
        row = self.service.db.execute(
            "SELECT * FROM discord_members WHERE guild = ? AND user = ?", (guild, user)
        ).fetchone()
        joined = loaded(row)["joined_at"] if row else self.service.clock.text()
        kept = json.dumps({"roles": [str(role) for role in roles], "joined_at": joined})
        self.service.db.execute(
            "INSERT OR REPLACE INTO discord_members VALUES (?, ?, ?)", (guild, user, kept)
        )

    def _overwrite(self, channel: int, who: int | None, *, allow: int, deny: int) -> None:
        found, target = channels.place(self.service, channel), who or self.service.app.id
        said = {each["id"]: each for each in found.content["permission_overwrites"]}
        before = said.get(str(target), {"allow": "0", "deny": "0"})
        everywhere = self.service.db.execute("SELECT id FROM discord_roles").fetchall()
        said[str(target)] = {
            "id": str(target),
            "type": 0 if target in {row["id"] for row in everywhere} else 1,
            "allow": str((int(before["allow"]) | allow) & ~deny & int(ALL)),
            "deny": str((int(before["deny"]) | deny) & ~allow & int(ALL)),
        }
        content = {**found.content, "permission_overwrites": list(said.values())}
        channels.save(self.service, channels.Place(found.id, found.guild, content))
        self._tell(found.guild or 0, "CHANNEL_UPDATE", content)
