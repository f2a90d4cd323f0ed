"""The API's documentation as one page that needs nothing else: no script, no network."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.page.markup import Html, element, join

Schema = Mapping[str, Any]

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --aside: #57606a; --line: #d0d7de; --code: #f3f5f7; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --paper: #14171a; --aside: #a0a8b0; --line: #3a4149;
  --code: #1f2429; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 52rem; padding: 1.5rem 1rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin: 2.5rem 0 .5rem; border-top: 1px solid var(--line);
  padding-top: 1rem; } h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
code, pre { background: var(--code); border-radius: 4px; font-size: .875rem; } code { padding: .1rem .3rem; }
pre { padding: .75rem; white-space: pre-wrap; } pre code { padding: 0; } td code { white-space: nowrap; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; } td, th { text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--line); padding: .3rem .6rem .3rem 0; } th { color: var(--aside); font-weight: 600; }
a { color: inherit; }
"""


def page(schema: Schema) -> str:
    """Return the page of an OpenAPI document."""
    about = schema["info"]
    base = schema["servers"][0]["url"] if schema.get("servers") else "/api/v1"
    operations = [(path, verb, each) for path, verbs in schema["paths"].items() for verb, each in verbs.items()]
    shapes = schema["components"]["schemas"]
    main = element(
        "main",
        element("h1", about["title"]),
        element("p", about["description"].replace("`", "")),
        element("p", "The same as an OpenAPI document: ", element("a", "openapi.json", href=f"{base}/openapi.json")),
        *(_operation(base, path, verb, each, shapes) for path, verb, each in operations),
        *(_shape(name, shape) for name, shape in shapes.items()),
    )
    head = join(
        Html('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        element("title", about["title"]),
        element("style", Html(_STYLE)),
    )
    return f"<!doctype html>\n{element('html', element('head', head), element('body', main), lang='en')}\n"


def _operation(base: str, path: str, verb: str, operation: Schema, shapes: Schema) -> Html:
    body = _body(operation)
    gives = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return element(
        "section",
        element("h2", element("code", f"{verb.upper()} {base}{path}"), " ", operation["summary"]),
        element("p", operation.get("description", "").replace("`", "")),
        _example(base, path, body, shapes),
        element("p", "Takes ", _type(body), ". ") if body else Html(),
        element("p", "Gives ", _type(gives), "."),
    )


def _body(operation: Schema) -> Schema | None:
    content = operation.get("requestBody", {}).get("content", {})
    return content["application/json"]["schema"] if content else None


def _example(base: str, path: str, body: Schema | None, shapes: Schema) -> Html:
    command = f"curl http://127.0.0.1:7860{base}{path}"
    if body:
        fields = shapes[_name(body)]["properties"]
        given = {name: _shown(field) for name, field in fields.items() if _shown(field) is not None}
        command += f" \\\n  --json '{json.dumps(given, ensure_ascii=False)}'"
    return element("pre", element("code", command))


def _shown(field: Schema) -> Any:
    return field["examples"][0] if "examples" in field else None


def _shape(name: str, shape: Schema) -> Html:
    required = shape.get("required", ())
    rows = (
        element(
            "tr",
            element("td", element("code", field)),
            element("td", _type(of), Html("") if field in required else " (may be left out)"),
            element("td", _bounds(of)),
        )
        for field, of in shape.get("properties", {}).items()
    )
    head = element("tr", *(element("th", title, scope="col") for title in ("Field", "Type", "Bounds")))
    table = element("table", element("thead", head), element("tbody", *rows))
    return element("section", element("h2", name, id=name), element("p", shape.get("description", "")), table)


def _type(schema: Schema) -> Html:
    """How a field's type is written: names of shapes lead to them."""
    if "$ref" in schema:
        name = _name(schema)
        return element("a", name, href=f"#{name}")
    if "anyOf" in schema:
        return join(*_between(" or ", map(_type, schema["anyOf"])))
    if "items" in schema:
        return join("list of ", _type(schema["items"]))
    if "enum" in schema:
        return join(*_between(" or ", (element("code", str(value)) for value in schema["enum"])))
    return Html(schema.get("type", "any"))


def _between(joint: str, parts: Iterator[Html]) -> Iterator[str]:
    for at, part in enumerate(parts):
        if at:
            yield joint
        yield part


def _bounds(schema: Schema) -> str:
    """The limits of a field, or of what it may be."""
    inner = [schema, *schema.get("anyOf", ())]
    words = {"maxLength": "at most {} characters", "minimum": "at least {}", "maximum": "at most {}"}
    words |= {"maxItems": "at most {} items"}
    return ", ".join(words[key].format(each[key]) for each in inner for key in words if key in each)


def _name(schema: Schema) -> str:
    return str(schema["$ref"]).rpartition("/")[2]
