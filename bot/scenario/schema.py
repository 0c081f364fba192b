"""JSON Schema of the files, for editors: completion, help in Dutch, and red lines while an author types.

Editors read YAML 1.2, where +2 is a number; the bot reads every text as it is written. What the schema cannot see, such
as an effect without its sign, the check says.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from bot.scenario.fields import TEXT
from bot.scenario.layer_shape import LAYER
from bot.scenario.method_shape import METHOD
from bot.scenario.shape import BOXES, REFLECTIONS, SCENARIO

DRAFT = "http://json-schema.org/draft-07/schema#"  # the newest that yaml-language-server reads
_REFERENCE = "#/definitions/{model}"
_KINDS: Mapping[str, TypeAdapter[Any]] = {
    "scenario": SCENARIO,
    "kaders": BOXES,
    "reflectie": REFLECTIONS,
    "werkvorm": METHOD,
    "laag": LAYER,
}
_SOME = {"minProperties": 1}
# What the rules ask of a level as a whole (rules/shape.py).
_MORE: Mapping[str, Mapping[str, Any]] = {
    "StepEntry": {
        "anyOf": [{"required": [name]} for name in ("keuzes", "schrijf", "naar")],
        "dependencies": {"keuzes": ["situatie"], "schrijf": ["naar"]},
    },
    "BranchEntry": {"anyOf": [{"required": ["als", "stap"]}, {"required": ["anders"]}]},
    "ConditionEntry": _SOME,
    "PointEntry": _SOME,
    "QuestionsEntry": _SOME,
}


class _Schema(GenerateJsonSchema):
    """Leaves out what an author has no use for: names of classes, English, and what a field is when it is not there."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        """Return what a text may look like to an editor."""
        return {**TEXT, **super().str_schema(schema), "type": TEXT["type"]}

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Return the value itself: a field that is not needed is left out, not left empty."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Return the value itself."""
        return self.generate_inner(schema["schema"])

    def list_schema(self, schema: core_schema.ListSchema) -> JsonSchemaValue:
        """Return a list with something in it."""
        return {**super().list_schema(schema), "minItems": 1}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """Return names of the author's own with what stands below them, at least one."""
        names = self.generate_inner(schema["keys_schema"])
        values = self.generate_inner(schema["values_schema"])
        found = {"type": "object", "minProperties": 1, "additionalProperties": values}
        return {**found, "propertyNames": names} if "pattern" in names else found

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Return a level of fields without the name and the docstring of its class."""
        found = super().model_schema(schema)
        return {name: value for name, value in found.items() if name not in {"title", "description"}}

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - the name is pydantic's
        """Return that no field has a title: its name says it."""
        return False


def schema(kind: str = "scenario") -> dict[str, Any]:
    """Return the schema (JSON Schema draft 7) of a kind of file: scenario, kaders, reflectie, werkvorm or laag."""
    found = _KINDS[kind].json_schema(by_alias=True, ref_template=_REFERENCE, schema_generator=_Schema)
    definitions = {name: {**entry, **_MORE.get(name, {})} for name, entry in found.pop("$defs", {}).items()}
    described: dict[str, Any] = _described({"$schema": DRAFT, **found, "definitions": definitions})
    return described


def _described(value: Any) -> Any:
    """Return a schema with the help beside a reference where draft 7 sees it: what stands beside `$ref` is not read."""
    if isinstance(value, list):
        return [_described(item) for item in value]
    if not isinstance(value, dict):
        return value
    found = {name: _described(item) for name, item in value.items()}
    if "$ref" in found and len(found) > 1:
        return {"allOf": [{"$ref": found.pop("$ref")}], **found}
    return found
