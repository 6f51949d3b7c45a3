"""The templates as empty files to fill in, each with a page that explains its columns and one example row."""

from __future__ import annotations

from collections.abc import Mapping

from graph.schema import Schema
from graph.texts import Texts, texts
from loaders.templates import RELATIONS, Template, TemplateColumn, templates
from loaders.writing import csv_bytes

_EXAMPLES: Mapping[str, str] = {
    "date": "31-12-2025",
    "integer": "12",
    "number": "12",
    "boolean": "1",
    "municipality": "GM0828",
    "url": "https://www.oss.nl",
}


def template_files(schema: Schema, language: str) -> Mapping[str, bytes]:
    """The files to give to a user: for each template an empty CSV and a text that explains it."""
    say = texts(language)
    files: dict[str, bytes] = {}
    for template in templates(schema).values():
        files[f"{template.name}.csv"] = csv_bytes([c.header[language] for c in template.columns], [])
        explained = explanation(template, schema, language).replace("\n", "\r\n")
        files[f"{template.name}-{say('loaders.explained')}.txt"] = explained.encode("utf-8-sig")
    return files


def example_row(template: Template, schema: Schema, language: str) -> Mapping[str, str]:
    """A row that would be accepted, by header; columns that cannot be made up sensibly are empty."""
    say = texts(language)
    row = {column.name: _example(template, column, schema, say) for column in template.columns}
    if template.name == RELATIONS:  # only what its kind of relation can have
        own = schema.relations[row["kind"]].properties
        row = {name: text if name in own or name in schema.columns[RELATIONS] else "" for name, text in row.items()}
    return {column.header[language]: row[column.name] for column in template.columns}


def explanation(template: Template, schema: Schema, language: str) -> str:
    """Every column in plain words, with the codes that it takes, and an example row."""
    say = texts(language)
    lines = [say(f"loaders.about_{template.name}"), "", say("loaders.about_files"), ""]
    for column in template.columns:
        lines += _described(template, column, schema, say)
    row = example_row(template, schema, language)
    lines += ["", say("loaders.example"), ";".join(row), ";".join(row.values()), ""]
    return "\n".join(lines)


def _described(template: Template, column: TemplateColumn, schema: Schema, say: Texts) -> list[str]:
    language = say.language
    need = say("loaders.required" if column.required else "loaders.optional")
    kind = say(f"loaders.type_{column.type}")
    unit = f" ({column.unit[language]})" if column.unit else ""
    lines = [f"{column.header[language]} - {column.label[language]}{unit}. {need} {kind}"]
    if column.help:
        lines.append(f"    {column.help[language]}")
    codes = _codes(template, column, schema, language)
    if codes:
        lines.append(f"    {say('loaders.choose')} " + ", ".join(f"{code} ({label})" for code, label in codes.items()))
    return lines


def _codes(template: Template, column: TemplateColumn, schema: Schema, language: str) -> Mapping[str, str]:
    """The codes that a column takes, with their labels; the kinds of a template are codes as well."""
    if column.codes:
        return {code.code: code.label[language] for code in schema.codes[column.codes].codes.values()}
    if column.name != "kind":
        return {}
    if "id" in {c.name for c in template.columns}:
        kinds = [schema.entities[code] for code in schema.entities if schema.entities[code].cls.file == template.name]
        return {kind.code: kind.label[language] for kind in kinds}
    return {kind.code: kind.title[language] for kind in schema.relations.values()}


def _example(template: Template, column: TemplateColumn, schema: Schema, say: Texts) -> str:
    key = f"loaders.example_{template.name}_{column.name}"
    if key in say:
        return say(key)
    codes = list(_codes(template, column, schema, say.language))
    if codes:
        return "|".join(sorted(codes[:2])) if column.type == "codes" else codes[0]
    if column.prop is not None and column.prop.max is not None and column.type in ("integer", "number"):
        return f"{min(column.prop.max, 12):g}"
    return _EXAMPLES.get(column.type, "")
