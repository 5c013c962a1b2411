"""The log of a foreign command as plain text: bounded, without secrets, codes or live links."""

import re
import unicodedata

from bot.domain import redaction

LONGEST_LINE = 400
ESCAPES = re.compile(
    r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\|$)"  # OSC, with it the links of OSC 8
    r"|\x1b[PX^_][^\x1b]*(?:\x1b\\|$)"  # DCS, SOS, PM, APC
    r"|\x1b\[[0-?]*[ -/]*[@-~]"  # CSI, with it all colours
    r"|\x1b[ -/]*[0-~]"
)


class LogTail:
    """Counts everything, keeps the end."""

    def __init__(self, keep: int = 64 * 1024) -> None:
        """Keep the last `keep` bytes."""
        self.total = 0
        self._keep = keep
        self._bytes = b""

    def add(self, chunk: bytes) -> None:
        """Take the next bytes of the log."""
        self.total += len(chunk)
        self._bytes = (self._bytes + chunk)[-self._keep :]

    def text(self, lines: int = 60) -> str:
        """The last lines, safe to show; a line that was cut at its beginning is left out."""
        kept = self._bytes
        if self.total > len(kept):
            kept = kept.partition(b"\n")[2] or b"(one line without an end)"
        said = plain(kept.decode("utf-8", "replace")).splitlines()[-lines:]
        return "\n".join(line[:LONGEST_LINE] for line in said)


def plain(text: str) -> str:
    """Foreign text without escape codes, control and bidi characters and token-like strings."""
    text = ESCAPES.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(
        c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co")
    )
    return redaction.redact(text)


def last_line(text: str) -> str:
    """The last line that says something, short enough for a sentence."""
    said = [line.strip() for line in text.splitlines() if line.strip()]
    return said[-1][:200] if said else "it printed nothing"
