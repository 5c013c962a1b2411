"""Forms: what a configured text must look like, for the reader and for editors alike."""

import re
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, WithJsonSchema
from pydantic_core import CoreSchema, core_schema

from bot.settings import reading


@dataclass(frozen=True, slots=True)
class Matching:
    """Only texts that match the whole pattern; whoever writes another is shown the example."""

    pattern: str
    example: str

    def check(self, given: str) -> str:
        """The text, if it has the form."""
        if re.fullmatch(self.pattern, given, re.ASCII):
            return given
        no_at = "Leave the @ out. " if given.startswith("@") else ""
        raise reading.wrong(
            "{key} does not have the expected form.", f"{no_at}Write it like this: {self.example}"
        )

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Check after pydantic knows that it is a text."""
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The same for editors."""
        return {**handler(schema), "pattern": f"^(?:{self.pattern})$", "examples": [self.example]}


def matching(pattern: str, example: str) -> Matching:
    """Only texts that match the whole pattern; whoever writes another is shown the example."""
    return Matching(pattern, example)


def described(pattern: str, *examples: str, **more: object) -> WithJsonSchema:
    """What an editor is told of a text whose check is a function."""
    shown = {"examples": list(examples)} if examples else {}
    return WithJsonSchema({"type": "string", "pattern": pattern, **shown, **more})
