"""Discord's own Markdown as HTML: every foreign character is text, and a mention can be seen."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from bot.rehearsal.discord import problems
from bot.rehearsal.discord.objects import channels, users
from bot.rehearsal.discord.service import Service

LINKS = ("https://", "http://")
_INLINE = re.compile(
    r"\\(?P<escaped>[^\sA-Za-z0-9])"
    r"|`(?P<code>[^`\n]+)`"
    r"|\*\*(?P<bold>.+?)\*\*|__(?P<under>.+?)__|~~(?P<struck>.+?)~~"
    r"|\*(?P<it>[^*\s](?:[^*]*[^*\s])?)\*|(?<!\w)_(?P<also_it>[^_\s](?:[^_]*[^_\s])?)_(?!\w)"
    r"|<t:(?P<moment>-?[0-9]{1,12})(?::[A-Za-z])?>"
    r"|<@&(?P<role>[0-9]+)>|<@!?(?P<user>[0-9]+)>|<#(?P<channel>[0-9]+)>"
    r"|(?P<crowd>@everyone|@here)"
    r"|\[(?P<label>[^\]\n]+)\]\((?P<target>https?://[^\s)]+)\)"
    r"|(?P<address>https?://[^\s<>\"']*[^\s<>\"'.,;:!?()\[\]])",
    re.DOTALL,
)
_TAGS = {"bold": "b", "under": "u", "struck": "s", "it": "i", "also_it": "i"}
_HEADING = re.compile(r"(#{1,3}) +(.+)")
_ITEM = re.compile(r"(\s*)([-*]|[0-9]+\.) +(.*)")
_LOCAL = re.compile(r"https://discord\.com/channels/([0-9]+)/([0-9]+)(?:/([0-9]+))?")


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes texts of one guild."""

    service: Service
    guild: int

    def markdown(self, text: str) -> Markup:
        """A text, line by line."""
        return Markup("").join(self._lines(text.split("\n")))

    def link(self, target: str, label: str) -> Markup:
        """A link that shows where it leads; one into the guild stays in this browser."""
        if not target.startswith(LINKS):
            return escape(label)
        found = _LOCAL.fullmatch(target)
        if found and found[1] == str(self.guild):
            target = self._place(int(found[2]))[1] + (f"#m{found[3]}" if found[3] else "")
        return Markup('<a href="{0}" title="{0}" rel="noreferrer">{1}</a>').format(target, label)

    def _lines(self, lines: list[str]) -> Iterator[Markup]:
        fence: list[str] | None = None
        for line in lines:
            if line.startswith("```"):
                if fence is not None:
                    yield Markup("<pre>{}</pre>").format("\n".join(fence))
                fence = [] if fence is None else None
            elif fence is not None:
                fence.append(line)
            else:
                yield self._line(line)
        if fence:
            yield Markup("<pre>{}</pre>").format("\n".join(fence))

    def _line(self, line: str) -> Markup:
        if heading := _HEADING.fullmatch(line):
            return Markup('<p class="heading">{}</p>').format(self._inline(heading[2]))
        if line.startswith("-# "):
            return Markup('<p class="context">{}</p>').format(self._inline(line[3:]))
        if line.startswith("> "):
            return Markup("<blockquote>{}</blockquote>").format(self._inline(line[2:]))
        if item := _ITEM.fullmatch(line):
            sign = item[2] if item[2][0].isdigit() else "•"
            deep = min(len(item[1]) // 2, 3)
            said = self._inline(item[3])
            return Markup('<p class="item deep{}">{} {}</p>').format(deep, sign, said)
        return Markup("<p>{}</p>").format(self._inline(line)) if line.strip() else Markup("")

    def _inline(self, text: str) -> Markup:
        pieces, end = [], 0
        for found in _INLINE.finditer(text):
            pieces += [escape(text[end : found.start()]), self._piece(found)]
            end = found.end()
        return Markup("").join([*pieces, escape(text[end:])])

    def _piece(self, found: re.Match[str]) -> Markup:
        kind, said = next((name, each) for name, each in found.groupdict().items() if each)
        if kind in _TAGS:
            return Markup("<{0}>{1}</{0}>").format(Markup(_TAGS[kind]), self._inline(said))  # noqa: S704  # one of _TAGS
        write: dict[str, Callable[[], Markup]] = {
            "escaped": lambda: escape(said),
            "code": lambda: Markup("<code>{}</code>").format(said),
            "label": lambda: self.link(found["target"], said),
            "address": lambda: self.link(said, said),
            "moment": lambda: _moment(int(said)),
            "channel": lambda: self._channel(int(said)),
            "crowd": lambda: _mention(said),
        }
        return write.get(kind, lambda: _mention(f"@{self._name(kind, int(said))}"))()

    def _channel(self, number: int) -> Markup:
        name, place = self._place(number)
        return Markup('<a class="mention" href="{}">#{}</a>').format(place, name)

    def _name(self, kind: str, number: int) -> str:
        if kind == "role":
            names = {each["id"]: each["name"] for each in users.roles(self.service, self.guild)}
            return str(names.get(str(number), "unknown-role"))
        try:
            return str(users.user(self.service, number)["username"])
        except problems.Problem:
            return "unknown-user"

    def _place(self, number: int) -> tuple[str, str]:
        """A channel's or thread's name, and its address relative to a look."""
        try:
            found = channels.place(self.service, number)
        except problems.Problem:
            return "unknown", "#"
        name = str(found.content["name"])
        if not found.is_thread:
            return name, name
        parent = channels.place(self.service, int(found.content["parent_id"]), or_gone=True)
        return name, f"{parent.content['name']}?thread={number}"


def _mention(name: str) -> Markup:
    """Something that calls people."""
    return Markup('<span class="mention">{}</span>').format(name)


def _moment(seconds: int) -> Markup:
    """A moment that the script lets tick; without it, it is told as it is."""
    try:
        moment = dt.datetime.fromtimestamp(seconds, dt.UTC)
    except (ValueError, OverflowError, OSError):
        return escape(f"<t:{seconds}>")
    shown = moment.strftime("%d %B %Y %H:%M UTC")
    pattern = '<time class="ticking" datetime="{}" title="{}">{}</time>'
    return Markup(pattern).format(moment.isoformat(), shown, shown)  # noqa: S704  # the pattern is ours
