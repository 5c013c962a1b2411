"""Slack's own markup as HTML: every foreign character is text, and a mention can be seen."""

import re

from markupsafe import Markup, escape

from bot.rehearsal.slack import workspace
from bot.rehearsal.slack.desk import Desk

LINKS = ("https://", "http://")
_SPECIAL = re.compile(r"<([^<>]+)>")
_STYLES = (
    (re.compile(r"`([^`\n]+)`"), "code"),
    (re.compile(r"(?<![\w*])\*([^*\n]+)\*(?![\w*])"), "b"),
    (re.compile(r"(?<![\w_])_([^_\n]+)_(?![\w_])"), "i"),
    (re.compile(r"(?<![\w~])~([^~\n]+)~(?![\w~])"), "s"),
)


def mrkdwn(desk: Desk, text: str) -> Markup:
    """A text with Slack's markup."""
    pieces, end = [], 0
    for found in _SPECIAL.finditer(text):
        pieces += [_styled(text[end : found.start()]), special(desk, found[1])]
        end = found.end()
    return Markup("").join([*pieces, _styled(text[end:])])


def special(desk: Desk, content: str) -> Markup:
    """What stands between angle brackets: a person, a channel, a broadcast, or a link."""
    target, _, label = _plain(content).partition("|")
    if target.startswith("@"):
        return mention(f"@{name_of(desk, target[1:], label)}")
    if target.startswith("#"):
        row = workspace.find_channel(desk, target[1:])
        return mention(f"#{row['name'] if row else label or target[1:]}")
    if target.startswith("!date"):
        return escape(label)
    if target.startswith("!"):
        return mention(f"@{target[1:]}")
    return link(target, label or target)


def mention(name: str) -> Markup:
    """Something that calls people."""
    return Markup('<span class="mention">{}</span>').format(name)


def link(target: str, label: str) -> Markup:
    """A link that shows where it leads; anything but the web stays text."""
    if not target.startswith(LINKS):
        return escape(label)
    return Markup('<a href="{0}" title="{0}" rel="noreferrer">{1}</a>').format(target, label)


def name_of(desk: Desk, user: str, otherwise: str = "") -> str:
    """The name of a person by id."""
    row = workspace.find_user(desk, user)
    return str(row["name"]) if row else otherwise or user


def _plain(text: str) -> str:
    """The characters that Slack wants escaped, as they are."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _styled(text: str) -> Markup:
    """Bold, italic, struck and code; the text comes escaped once, as Slack wants it."""
    html = str(escape(_plain(text))).replace("\n", "<br>")
    for pattern, tag in _STYLES:
        html = pattern.sub(rf"<{tag}>\1</{tag}>", html)
    return Markup(html)  # noqa: S704  # escaped above; only the tags of _STYLES are added
