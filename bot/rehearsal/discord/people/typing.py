"""What a person types and fills in, as the interaction that it becomes."""

from collections.abc import Mapping, Sequence

from bot.rehearsal.discord.numbers import SELECTS, Component, Option
from bot.rehearsal.discord.people.reply import NotPossible
from bot.rehearsal.discord.problems import Json

Value = str | int | float | bool
Filled = str | bool | Sequence[str]
_TYPES: dict[int, type[object] | tuple[type[object], ...]] = {
    Option.TEXT: str,
    Option.INTEGER: int,
    Option.BOOLEAN: bool,
    Option.NUMBER: (int, float),
}
_GROUPS = (Option.SUBCOMMAND, Option.GROUP)


def command_data(
    command: Json, words: Sequence[str], given: Mapping[str, Value], focused: str = ""
) -> Json:
    """The data of a typed command: `words` name what is below it, `focused` is being typed."""
    holder, nested = command, []
    for word in words:
        holder = _named(holder, word, "subcommand")
        nested.append(holder)
    known = {each["name"]: each for each in holder.get("options", [])}
    if any(each["type"] in _GROUPS for each in known.values()):
        raise NotPossible(f"/{command['name']} needs one of: {', '.join(known)}.")
    if set(given) - set(known):
        raise NotPossible(f"There is no option {', '.join(sorted(set(given) - set(known)))}.")
    missing = [n for n, each in known.items() if each.get("required") and n not in given]
    if missing and not focused:
        raise NotPossible(f"The option {', '.join(missing)} is required.")
    options = [_option(known[name], value, name == focused) for name, value in given.items()]
    for group in reversed(nested):
        options = [{"type": group["type"], "name": group["name"], "options": options}]
    data: Json = {"id": command["id"], "name": command["name"], "type": command["type"]}
    if options:
        data["options"] = options
    return data | {"guild_id": command["guild_id"]} if "guild_id" in command else data


def _named(holder: Json, name: str, what: str) -> Json:
    for each in holder.get("options", []):
        if each["name"] == name:
            found: Json = each
            return found
    raise NotPossible(f"There is no {what} {name}.")


def _option(option: Json, value: Value, focused: bool) -> Json:  # noqa: FBT001  # a field of Discord's
    name = option["name"]
    if focused:
        if not option.get("autocomplete"):
            raise NotPossible(f"The option {name} has no autocomplete.")
        return {"type": option["type"], "name": name, "value": value, "focused": True}
    wanted = _TYPES.get(option["type"])
    if wanted is None or not isinstance(value, wanted):
        raise NotPossible(f"The option {name} does not take {value!r}.")
    choices = [each["value"] for each in option.get("choices", [])]
    if choices and value not in choices:
        raise NotPossible(f"The option {name} is one of {choices}.")
    if isinstance(value, str) and len(value) > option.get("max_length", 6000):
        raise NotPossible(
            f"The option {name} takes no more than {option['max_length']} characters."
        )
    return {"type": option["type"], "name": name, "value": value}


def modal_data(modal: Json, filled: Mapping[str, Filled]) -> Json:
    """The data of a submitted modal; `filled` is by the inputs' `custom_id`."""
    rest = dict(filled)
    parts = [_part(part, place, rest) for place, part in enumerate(modal["components"])]
    if rest:
        raise NotPossible(f"The modal has no input {', '.join(rest)}.")
    return {"custom_id": modal["custom_id"], "components": parts}


def _part(part: Json, place: int, rest: dict[str, Filled]) -> Json:
    shown: Json = {"type": part["type"], "id": part.get("id") or 2 * place + 1}
    if part["type"] == Component.LABEL:
        shown["component"] = _input(part["component"], 2 * place + 2, rest)
    elif part["type"] == Component.ACTION_ROW:
        shown["components"] = [_input(each, 2 * place + 2, rest) for each in part["components"]]
    return shown


def _input(field: Json, number: int, rest: dict[str, Filled]) -> Json:
    name, kind = field["custom_id"], field["type"]
    several = kind in (*SELECTS, Component.CHECKBOX_GROUP, Component.FILE_UPLOAD)
    before: Filled = _chosen(field) if several else field.get("value") or ""
    value = rest.pop(name, before)
    if field.get("required", True) and value in ("", []):
        raise NotPossible(f"The input {name} is required.")
    if isinstance(value, str) and len(value) > (field.get("max_length") or 4000):
        raise NotPossible(f"The input {name} takes no more than {field['max_length']} characters.")
    if several and not {*_values(field)} >= {*map(str, value if isinstance(value, list) else [])}:
        raise NotPossible(f"The input {name} has no such choice: {value}.")
    shown = {"type": kind, "id": field.get("id") or number, "custom_id": name}
    return {**shown, "values" if several else "value": value}


def _values(field: Json) -> list[str]:
    return [each["value"] for each in field.get("options", [])]


def _chosen(field: Json) -> list[str]:
    return [each["value"] for each in field.get("options", []) if each.get("default")]
