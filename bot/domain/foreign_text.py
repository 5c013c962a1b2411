"""Foreign text: what commits, pull requests and changelogs say, as data that does nothing.

On a code host a mention pings people, "fixes #1" closes issues, HTML and links hide where they
lead. `neutralise` keeps the words and the layout and takes the life out: its own zero-width space
behind an "@" or inside a keyword, HTML shown as text, links with their address in plain sight.
"""

import bisect
import re
from collections.abc import Iterator

from markdown_it import MarkdownIt

ZERO_WIDTH = "\u200b"

_MARKDOWN = MarkdownIt("commonmark").enable("table")
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2028\u2029\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_MENTION = re.compile(r"(?<![A-Za-z0-9])@(?=[A-Za-z0-9_-])")
_KEYWORD = re.compile(
    r"(?<![A-Za-z0-9])(?=(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)\b[\s:\\*_]+"
    r"(?:\[?[\w./-]*#[0-9]|gh-[0-9]|https?://))([a-z])",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt);)(?=#|[A-Za-z][A-Za-z0-9]*;)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_LINK = re.compile(r"!?\[(?P<text>[^\[\]]*)\]\(\s*<?(?P<url>[^\s()<>]*)>?(?:\s[^()]*)?\)")
_DEFINITION = re.compile(r"^(\s*(?:>\s*|[-*+]\s+|[0-9]+[.)]\s+)*)\[(?=[^\]]*\]:)", re.MULTILINE)
_BACKTICKS = re.compile(r"\\`|(`+)")
_BLOCK_START = re.compile(
    r"^(?=>|```|~~~|#{1,6}(?: |$)|[-+*](?: |$)|([-*_])(?: ?\1){2,}$)|^([0-9]+)(?=[.)](?: |$))"
)


def printable(text: str, longest: int = 60) -> str:
    """One line that is safe to echo: controls and invisible signs shown by number, and cut."""
    shown = _CONTROL.sub(_escape, _INVISIBLE.sub(_escape, text.replace("\t", " ")))
    shown = shown.replace("\n", "\\x0a")
    return shown if len(shown) <= longest else f"{shown[:longest]}…"


def shown(text: str) -> str:
    """The text with its lines, everything else that does not print shown by number."""
    return _CONTROL.sub(_escape, _INVISIBLE.sub(_escape, text))


def visible(text: str) -> str:
    """The text without invisible signs, other controls shown by number, lines ended one way."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub(_escape, _INVISIBLE.sub("", lines))


def inert(text: str) -> str:
    """The text as `visible` has it, with the zero-width spaces that `neutralise` put into it."""
    return ZERO_WIDTH.join(visible(part) for part in text.split(ZERO_WIDTH))


def neutralise(markdown: str) -> str:
    """Foreign Markdown with no live mention, closing keyword, HTML or hidden link."""
    text = visible(markdown)
    gentle = _outside_code(text)
    return _everywhere(text) if _is_alive(gentle) else gentle


def harmless(markdown: str) -> str:
    """Markdown that was neutralised before as it is, any other neutralised now."""
    is_clean = visible(markdown) == markdown.replace(ZERO_WIDTH, "")
    return markdown if is_clean and not _is_alive(markdown) else neutralise(markdown)


def neutralise_line(text: str) -> str:
    """Foreign text as one line within a list: no start of it can begin a block of its own."""
    line = " ".join(without_comments(visible(text)).split())
    return _as_paragraph(neutralise(_as_paragraph(line)).strip())


def without_comments(text: str) -> str:
    """The text without HTML comments; one that is never closed stays."""
    kept, start = [], 0
    while (opening := text.find("<!--", start)) >= 0:
        closing = text.find("-->", opening + len("<!--"))
        if closing < 0:
            break
        kept.append(text[start:opening])
        start = closing + len("-->")
    return "".join([*kept, text[start:]])


def _as_paragraph(line: str) -> str:
    return _BLOCK_START.sub(lambda match: f"{match[2] or ''}\\", line)


def _escape(match: re.Match[str]) -> str:
    number = ord(match[0])
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"  # noqa: PLR2004  # one byte


def _tame(text: str) -> str:
    """Take the life out of text that is not code."""
    text = _ENTITY.sub("&amp;", without_comments(text))
    text = _LINK.sub(_plain_link, text).replace("](", "]\\(")
    text = _DEFINITION.sub(r"\1\\[", text)
    text = _TAG.sub("&lt;", text)
    text = _MENTION.sub(f"@{ZERO_WIDTH}", text)
    return _KEYWORD.sub(rf"\1{ZERO_WIDTH}", text)


def _plain_link(match: re.Match[str]) -> str:
    text, url = match["text"].strip(), match["url"]
    number = re.fullmatch(r"#([0-9]+)", text)
    if number and re.search(rf"/(pull|issues)/{number[1]}$", url):
        return text  # the code host links a number of its own by itself
    return url if text in ("", url) else f"{text} ({url})"


def _outside_code(text: str) -> str:
    """Tame everything but fenced code and code spans."""
    lines = text.split("\n")
    fenced = _fenced_lines(text)
    done: list[str] = []
    block: list[str] = []
    for number, line in enumerate(lines):
        if number not in fenced and line.strip():
            block.append(line)
            continue
        if block:
            done.append(_tame_block("\n".join(block)))
            block = []
        done.append(line)
    if block:
        done.append(_tame_block("\n".join(block)))
    return "\n".join(done)


def _fenced_lines(text: str) -> set[int]:
    maps = (token.map for token in _MARKDOWN.parse(text) if token.type == "fence")
    return {number for span in maps if span for number in range(*span)}


def _tame_block(block: str) -> str:
    return "".join(piece if is_code else _tame(piece) for piece, is_code in _spans(block))


def _spans(block: str) -> Iterator[tuple[str, bool]]:
    """Cut a block into text and code spans: a run of backticks ends at the next run as long."""
    runs = [match for match in _BACKTICKS.finditer(block) if match[1]]
    by_length: dict[int, list[int]] = {}
    for number, run in enumerate(runs):
        by_length.setdefault(len(run[1]), []).append(number)
    start = number = 0
    while number < len(runs):
        same = by_length[len(runs[number][1])]
        following = bisect.bisect(same, number)
        if following < len(same):
            opening, closing = runs[number], runs[same[following]]
            yield block[start : opening.start()], False
            yield block[opening.start() : closing.end()], True
            start, number = closing.end(), same[following]
        number += 1
    yield block[start:], False


def _everywhere(text: str) -> str:
    """Tame code as well: for text in which a Markdown parser and we disagree on what is code."""
    return _tame(text.replace("`", "'"))


def _is_alive(markdown: str) -> bool:
    """Whether a Markdown parser still sees a mention, keyword, tag or hidden link outside code."""
    for token in _MARKDOWN.parse(markdown):
        if token.type == "html_block":
            return True
        for child in token.children or ():
            if child.type in ("html_inline", "image"):
                return True
            if child.type == "link_open" and child.info != "auto":
                return True
            if child.type == "text" and (
                _MENTION.search(child.content) or _KEYWORD.search(child.content)
            ):
                return True
    return False
