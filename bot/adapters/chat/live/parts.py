"""Parts: a long text in as many inputs as it needs, and whole again when they come back."""

from collections.abc import Mapping

from bot import errors


def split(
    text: str, part: int, longest: int, most: int, refused: errors.ReleasebotError
) -> list[str]:
    """A text in parts that end where lines end, and that are the text when joined by line ends.

    Raises `refused` for a line that is longer than an input, and for more than `most` parts.
    """
    parts: list[str] = []
    for line in text.split("\n"):
        if len(line) > longest:
            raise refused
        if parts and len(parts[-1]) + 1 + len(line) <= part:
            parts[-1] += f"\n{line}"
        else:
            parts.append(line)
    if len(parts) > most:
        raise refused
    return parts


def joined(typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed, by field: the inputs "text.0" and "text.1" are one text."""
    parts: dict[str, dict[int, str]] = {}
    for named, text in typed.items():
        name, _, number = named.partition(".")
        parts.setdefault(name, {})[int(number) if number.isdecimal() else 0] = text
    return {name: "\n".join(text for _, text in sorted(by.items())) for name, by in parts.items()}
