"""A message as a whole: its text, flags, nonce, mentions, embeds and components."""

from bot.rehearsal.discord.limits import components, embeds, values
from bot.rehearsal.discord.limits.values import Complaints, Path
from bot.rehearsal.discord.numbers import Flag
from bot.rehearsal.discord.problems import Complaint, Json

TEXT = 2000
NONCE = 25
MOST_MENTIONED = 100
KNOWN = frozenset({
    "content", "nonce", "enforce_nonce", "tts", "embeds", "allowed_mentions", "flags",
    "message_reference", "components", "sticker_ids", "attachments", "poll", "thread_name",
    "username", "avatar_url", "applied_tags",
})  # fmt: skip
MAY_SET = Flag.SUPPRESS_EMBEDS | Flag.SUPPRESS_NOTIFICATIONS | Flag.COMPONENTS_V2
_PARSED = ("roles", "users", "everyone")


def check(body: Json, *, before: int = 0, may_set: int = MAY_SET, root: Path = ()) -> Complaints:
    """Everything that is wrong with a body; `before` are the flags of the message it changes."""
    for complaint in _check(body, before, may_set):
        yield Complaint((*root, *complaint.path), complaint.code, complaint.message)


def _check(body: Json, before: int, may_set: int) -> Complaints:
    for name in sorted(set(body) - KNOWN):
        yield Complaint((name,), "UNKNOWN_FIELD", "Discord does not read this field.")
    new_kind = bool((int(body.get("flags") or 0) | before) & Flag.COMPONENTS_V2)
    yield from values.text(body, "content", (), TEXT)
    yield from embeds.check(body)
    yield from components.check(body, new_kind=new_kind)
    yield from _flags(body, before, may_set)
    yield from _nonce(body)
    yield from _mentions(body)
    if new_kind:
        for name in ("content", "embeds", "poll", "sticker_ids"):
            if body.get(name):
                said = f"The {name} field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
                yield Complaint(
                    (name,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", said
                )


def _flags(body: Json, before: int, may_set: int) -> Complaints:
    flags = body.get("flags")
    if flags is None:
        return
    if not isinstance(flags, int) or flags & ~(may_set | before):
        yield Complaint(("flags",), "BITFIELD_TYPE_INVALID", f"Flags {flags!r} may not be set.")
    elif before & Flag.COMPONENTS_V2 and not flags & Flag.COMPONENTS_V2:
        said = "MessageFlags.IS_COMPONENTS_V2 cannot be removed"
        yield Complaint(("flags",), "MESSAGE_COMPONENTS_V2_FLAG_CANNOT_BE_REMOVED", said)


def _nonce(body: Json) -> Complaints:
    nonce = body.get("nonce")
    if nonce is not None and len(str(nonce)) > NONCE:
        said = f"Must be {NONCE} or fewer in length."
        yield Complaint(("nonce",), "NONCE_TYPE_TOO_LONG", said)
    if body.get("enforce_nonce") and nonce is None:
        yield values.required(("nonce",))


def _mentions(body: Json) -> Complaints:
    allowed, path = body.get("allowed_mentions"), ("allowed_mentions",)
    if allowed is None:
        return
    parsed = allowed.get("parse") or []
    for place, each in enumerate(parsed):
        if each not in _PARSED:
            yield values.choice((*path, "parse", str(place)), each, _PARSED)
    for name in ("users", "roles"):
        named = allowed.get(name) or []
        yield from values.count(named, (*path, name), 0, MOST_MENTIONED)
        if named and name in parsed:
            said = f"parse:[{name!r}] and {name}: [ids...] are mutually exclusive."
            code = "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"
            yield Complaint(path, code, said)
