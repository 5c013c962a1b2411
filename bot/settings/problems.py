"""Problems: what a validator found wrong, in two sentences that name the key."""

from dataclasses import dataclass
from typing import Any

from pydantic_core import ErrorDetails

from bot.domain import foreign_text
from bot.settings import upgrade
from bot.settings.positions import Where

_EXPECTED = {
    "bool_type": "true or false",
    "dict_type": "a table: {key} = { … }",
    "float_type": "a number",
    "int_type": "a whole number",
    "mapping_type": "a table: {key} = { … }",
    "model_type": "a table: {key} = { … }",
    "path_type": 'a path in quotes: {key} = "…"',
    "string_type": 'a text in quotes: {key} = "…"',
    "tuple_type": "a list: {key} = [ … ]",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong at which key; the sentences hold no configured value."""

    where: Where
    sentence: str
    next_step: str


def explain(detail: ErrorDetails) -> Problem:
    """What pydantic found, as people read it."""
    context = detail.get("ctx", {})
    where = tuple(part for part in detail["loc"] if part != "[key]")
    where += tuple(context.get("below", ()))
    key = dotted(where)
    if detail["type"] == "wrong":
        sentence, step = context["sentence"], context["next_step"]
        sentence, step = sentence.replace("{key}", key), step.replace("{key}", key)
    elif detail["type"] == "missing":
        value = upgrade.CURRENT if key == upgrade.KEY else "…"
        sentence, step = f"{key} is missing.", f"Add a line: {where[-1]} = {value}"
    else:
        reason = detail["msg"][0].lower() + detail["msg"][1:]
        sentence = f"{key} is wrong: {reason}."
        step = f"Write {_expected(detail['type'], context).replace('{key}', str(where[-1]))}."
    return Problem(where=where, sentence=sentence, next_step=step)


def dotted(where: Where) -> str:
    """The key as one writes it, safe to show."""
    return foreign_text.printable(".".join(map(str, where)), 200) or "the file"


def _expected(kind: str, context: dict[str, Any]) -> str:
    """What may stand there instead."""
    if kind == "literal_error":
        return str(context["expected"]).replace("'", '"')
    for bound, words in (("ge", "at least"), ("le", "at most")):
        if bound in context:
            return f"a number that is {words} {context[bound]}"
    return _EXPECTED.get(kind, "what docs/configuration.md shows for that key")
