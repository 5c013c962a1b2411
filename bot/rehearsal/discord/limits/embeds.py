"""Embeds: their numbers, and the sum over all of a message."""

from bot.rehearsal.discord.limits import values
from bot.rehearsal.discord.limits.values import Complaints, Path
from bot.rehearsal.discord.problems import Complaint, Json

MOST = 10
MOST_TEXT = 6000
MOST_FIELDS = 25
TITLE, DESCRIPTION, FOOTER, AUTHOR, FIELD_NAME, FIELD_VALUE = 256, 4096, 2048, 256, 256, 1024
_LINK = 2048


def check(body: Json) -> Complaints:
    """Everything that is wrong with the embeds of a message."""
    if body.get("embeds") is None:
        return
    yield from values.count(body["embeds"], ("embeds",), 0, MOST)
    embeds = values.objects(body, "embeds")
    for place, embed in embeds:
        yield from _embed(embed, ("embeds", place))
    if sum(_length(embed) for _, embed in embeds) > MOST_TEXT:
        said = f"Embed size exceeds maximum size of {MOST_TEXT}"
        yield Complaint(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", said)


def _embed(embed: Json, path: Path) -> Complaints:
    yield from values.text(embed, "title", path, TITLE)
    yield from values.text(embed, "description", path, DESCRIPTION)
    yield from values.link(embed, "url", path, _LINK)
    for name, part, longest in (("footer", "text", FOOTER), ("author", "name", AUTHOR)):
        if embed.get(name):
            yield from values.text(embed[name], part, (*path, name), longest, shortest=1)
    for name in ("image", "thumbnail"):
        if embed.get(name):
            yield from values.link(embed[name], "url", (*path, name), _LINK)
    yield from values.count(embed.get("fields") or [], (*path, "fields"), 0, MOST_FIELDS)
    for place, field in values.objects(embed, "fields"):
        here = (*path, "fields", place)
        yield from values.text(field, "name", here, FIELD_NAME, shortest=1)
        yield from values.text(field, "value", here, FIELD_VALUE, shortest=1)


def _length(embed: Json) -> int:
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for _, field in values.objects(embed, "fields"):
        texts += [field.get("name"), field.get("value")]
    return sum(len(text) for text in texts if isinstance(text, str))
