"""A local Discord in a process of its own, and its people by requests to it."""

import json
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import tomlkit

from bot.rehearsal.discord.own_process import FILE
from bot.rehearsal.discord.record import Sent
from tests.journeys.served import ROOT, SECONDS, eventually
from tests.official import npm
from tests.official.discord import contract

Json = dict[str, Any]


class Guild:
    """The people of a local Discord whose process runs with this folder."""

    def __init__(self, folder: Path) -> None:
        """Wait until it tells its address."""
        file = folder / FILE
        eventually(file.exists)
        self.known: Json = json.loads(file.read_bytes())
        self.ids: Json = self.known["sample"]

    def ask(self, where: str, /, **arguments: object) -> Any:  # noqa: ANN401  # any JSON
        """Let somebody do something, or look, or make a fault."""
        return self._told(where, json.dumps(arguments).encode())

    def check(self) -> None:
        """Fail where the bot broke a rule of Discord's, or what it was sent breaks its contract."""
        record = self._told("record")
        broken = list(record["violations"])
        if npm.is_here():
            broken += contract.problems(Sent(**each) for each in record["sent"])
        assert broken == [], "\n".join(dict.fromkeys(broken))

    def _told(self, where: str, said: bytes | None = None) -> Any:  # noqa: ANN401  # any JSON
        address = f"{self.known['url']}/_discord/{where}"
        request = urllib.request.Request(address, data=said)  # noqa: S310  # of this machine
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(request, timeout=SECONDS) as answer:
            return json.load(answer)

    def act(self, name: str, act: str, **arguments: object) -> Any:  # noqa: ANN401  # any JSON
        """Let a person of the guild act."""
        return self.ask(f"people/{self.ids['guild']}/{self.ids[name]}/{act}", **arguments)

    def messages(self, channel: str) -> list[Json]:
        """What a channel shows to everybody."""
        return list(self.act("dave", "sees", channel=str(self.ids[channel])))

    def card(self, words: str) -> Json:
        """The release's card, as soon as it says these words."""
        found: Json = eventually(
            lambda: next((m for m in self.messages("releases") if words in json.dumps(m)), None)
        )
        return found

    def press(self, name: str, control: str, message: Json) -> Json:
        """Press the button whose id begins like this."""
        ids = [each["custom_id"] for each in controls(message)]
        custom_id = next(each for each in ids if each.startswith(control))
        where = {"channel": message["channel_id"], "message": message["id"]}
        replied: Json = self.act(name, "click", custom_id=custom_id, **where)
        assert not replied["failure"]
        return replied

    def approve(self, name: str) -> str:
        """Approve in both steps; what is told in the end."""
        card = eventually(lambda: next(iter(self._approvable()), None))
        asked = self.press(name, "rbc:approve", card)
        done = self.press(name, "rbp:approve", asked["message"])
        interaction = done["interaction"]
        return str(self.act(name, "settled", interaction=interaction)["text"])

    def _approvable(self) -> list[Json]:
        return [m for m in self.messages("releases") if "rbc:approve" in json.dumps(m)]

    def types(self, name: str, command: str, **options: str) -> str:
        """What a person is told, alone, after typing a command, as soon as the bot has it."""
        where = {"channel": str(self.ids["releases"]), "command": command, "options": options}
        eventually(lambda: self.act(name, "commands"))
        replied = eventually(lambda: self._answered(self.act(name, "invoke", **where)))
        return str(self.act(name, "settled", interaction=replied["interaction"])["text"])

    def _answered(self, replied: Json) -> Json | None:
        return None if replied["failure"] else replied

    def is_told_of(self, file: Path, project: str) -> None:
        """Write it into an operator's file: the table, the people and the channels."""
        document: Any = tomlkit.parse(file.read_text(encoding="utf-8"))
        secret = file.parent / "secrets" / "discord"
        secret.touch(0o600)
        secret.write_text(self.known["token"], encoding="utf-8")
        document["discord"] = {
            "api_url": self.known["api_url"],
            "gateway_url": self.known["gateway_url"],
            "token": {"file": "secrets/discord"},
            "guild": int(self.ids["guild"]),
        }
        for name in ("alice", "bob", "carol", "dave"):
            document["people"][name]["discord"] = int(self.ids[name])
        bound = document["projects"][project]
        bound["channels"]["discord"] = int(self.ids["releases"])
        bound["announce"]["discord"] = int(self.ids["announcements"])
        file.write_text(tomlkit.dumps(document), encoding="utf-8")


class LocalDiscord(Guild):
    """The Discord of a folder, in a process of its own."""

    def __init__(self, folder: Path) -> None:
        """Start it."""
        command = [sys.executable, "-m", "bot.rehearsal.discord.process", str(folder)]
        self._process = subprocess.Popen(command, cwd=ROOT)
        super().__init__(folder)

    def close(self) -> None:
        """End the process, in which no rule may have been broken."""
        try:
            self.check()
        finally:
            self._process.terminate()
            self._process.wait(timeout=SECONDS)


def controls(message: Json) -> list[Json]:
    """The buttons of a message."""
    found: list[Json] = []
    for each in message.get("components") or ():
        found += [each] if each.get("custom_id") else controls(each)
    return found
