"""Schema: both configuration files as JSON Schema, for editors that complete and check them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from bot.settings import reading, values
from bot.settings.operator import Settings
from bot.settings.repository import RepositoryFile

Json = dict[str, Any]

FILES: Mapping[str, type[reading.Table]] = {"operator": Settings, "repository": RepositoryFile}
NAMES = {"operator": "releasebot.toml", "repository": ".releasebot.toml"}


def json_schema(file: str) -> Json:
    """The schema of the "operator" or the "repository" file."""
    made = FILES[file].model_json_schema(schema_generator=_Schema)
    return {"$schema": _Schema.schema_dialect, **made, "title": NAMES[file]}


class _Schema(GenerateJsonSchema):
    """What TOML can say: no null, no name beside those that fit, durations as they are written."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        made = super().dict_schema(schema)
        made.pop("propertyNames", None)  # said by the pattern
        return {**made, "additionalProperties": False} if "patternProperties" in made else made

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        made = super().default_schema(schema)
        if made.get("default") in ("", None) or isinstance(made.get("default"), (dict, list)):
            made.pop("default", None)  # nothing that one would write
        return made

    def encode_default(self, dft: Any) -> Any:  # noqa: ANN401  # any default of a model
        is_duration = isinstance(dft, timedelta)
        return values.duration_text(dft) if is_duration else super().encode_default(dft)
