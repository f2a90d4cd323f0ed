"""The metadata at the top of a file: YAML between two lines of `---`, each key checked."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import yaml

from bot.errors import FrontMatterError
from bot.loading.normalisation import one_line
from bot.records import Metadata, Speaker

Given = Mapping[str, str | Sequence[str]]
"""What a caller knows of a document, by the keys of a front matter; some take several values."""

KINDS = ("article", "statement", "resolution", "communiqué", "speech", "remarks", "brief", "chronology", "report")
_TEXTS = ("title", "kind", "date", "venue", "language", "source", "rights")
_LISTS = ("authors", "speaker", "office", "organisation", "country")
_REQUIRED = ("title", "kind", "date", "language", "source", "rights")
_WHOSE = ("authors", "speaker", "organisation")

_FENCE = "---"
# Each bracket that is open costs the parser time for each word behind it.
_MOST_BRACKETS = 100
_LOOKS_LIKE_A_KEY = re.compile(r"[A-Za-z]\w*\s*:")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LANGUAGE = re.compile(r"[a-z]{2}")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A key's values, and the line of the file that it stands on."""

    values: tuple[str, ...]
    is_list: bool
    line: int


class _Source:
    """The file that a front matter is in; makes the errors that name it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def error(self, line: int, problem: str, hint: str) -> FrontMatterError:
        """An error of one line that names the file, the line and the problem."""
        return FrontMatterError(f"{self.name}, line {line}: {problem}", hint)


class _Caller(_Source):
    """Who gives keys and values in a call or as options, which have no lines."""

    def __init__(self) -> None:
        super().__init__("What is given of the document")

    def error(self, line: int, problem: str, hint: str) -> FrontMatterError:
        """An error of one line that says what of it is wrong; `line` tells nothing."""
        del line
        return FrontMatterError(f"{self.name} is wrong: {problem}", hint)


def split(text: str, name: str, *, strict: bool) -> tuple[Metadata | None, str]:
    """The metadata of cleaned text, None where it has no front matter, and the text below it.

    A first line of `---` opens the front matter; unless `strict`, the second line must look like `key:` too.

    Raises:
        FrontMatterError: the front matter is not closed, no YAML, or a key in it is unknown, missing or wrong.
    """
    lines = text.lstrip("\n").split("\n")
    skipped = len(text) - len(text.lstrip("\n"))
    if lines[0].rstrip() != _FENCE or not (strict or _LOOKS_LIKE_A_KEY.match("".join(lines[1:2]))):
        return None, text
    source = _Source(name)
    closing = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), None)
    if closing is None:
        raise source.error(skipped + 1, "the front matter is not closed.", "Put a line of --- below its last key.")
    entries = _entries("\n".join(lines[1:closing]), source, skipped + 2)
    return _metadata(entries, source, skipped + 1), "\n".join(lines[closing + 1 :])


def stated(text: str, name: str) -> dict[str, Any]:
    """The fields of Metadata that a file of YAML gives, which has the keys of a front matter but need not have all.

    Raises:
        FrontMatterError: it is no YAML, or a key in it is unknown or wrong.
    """
    source = _Source(name)
    return _fields(_entries(text, source, 1), source)


def given(values: Given) -> dict[str, Any]:
    """The fields of Metadata that the keys and values give, which need not be all.

    Raises:
        FrontMatterError: a key is unknown, or its value is wrong.
    """
    source = _Caller()
    entries = {_known(key, source, 0): _given_entry(key, value, source) for key, value in values.items()}
    return _fields(entries, source)


def _given_entry(key: str, value: str | Sequence[str], source: _Source) -> _Entry:
    is_list = not isinstance(value, str)
    values = tuple(one_line(each) for each in ((value,) if isinstance(value, str) else value))
    if is_list and key in _TEXTS:
        raise source.error(0, f"{key} is a list.", "Give it one value.")
    if not values or not all(values):
        raise source.error(0, f"{key} has no value.", "Give it one, or leave it out.")
    return _Entry(values, is_list, 0)


def _entries(block: str, source: _Source, first_line: int) -> dict[str, _Entry]:
    node = _parse(block, source, first_line)
    if not isinstance(node, yaml.MappingNode):
        raise source.error(first_line, "the front matter is not a list of keys.", "Write lines such as title: A title.")
    entries: dict[str, _Entry] = {}
    for key_node, value_node in node.value:
        line = first_line + key_node.start_mark.line
        key = _known(key_node.value if isinstance(key_node, yaml.ScalarNode) else "[…]", source, line)
        if key in entries:
            raise source.error(line, f"the key {key} is there twice.", "Keep one of them; several values make a list.")
        entries[key] = _entry(key, value_node, source, line)
    return entries


def _parse(block: str, source: _Source, first_line: int) -> yaml.Node | None:
    if block.count("[") + block.count("{") > _MOST_BRACKETS:
        raise source.error(
            first_line, "the front matter is not valid YAML: it is nested too deeply.", "Write plain key: value lines."
        )
    try:
        return yaml.compose(block, Loader=yaml.SafeLoader) or yaml.MappingNode("tag:yaml.org,2002:map", [])
    except yaml.MarkedYAMLError as error:
        line = first_line + (error.problem_mark.line if error.problem_mark else 0)
        problem = f"the front matter is not valid YAML ({error.problem})."
        raise source.error(line, problem, "Put values that hold a colon or a quotation mark in quotes.") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise source.error(
            first_line, "the front matter is not valid YAML.", "Write plain key: value lines."
        ) from error


def _known(key: str, source: _Source, line: int) -> str:
    if key in _TEXTS or key in _LISTS:
        return key
    known = (*_TEXTS, *_LISTS)
    nearest = difflib.get_close_matches(key.casefold(), known, n=1)
    hint = f"Did you mean {nearest[0]}?" if nearest else f"The keys are {', '.join(known)}."
    raise source.error(line, f"the key {one_line(key)} is unknown.", hint)


def _entry(key: str, node: yaml.Node, source: _Source, line: int) -> _Entry:
    is_list = isinstance(node, yaml.SequenceNode)
    if is_list and key in _TEXTS:
        raise source.error(line, f"{key} is a list.", "Give it one value.")
    items: Sequence[yaml.Node] = node.value if is_list else (node,)
    if not all(isinstance(item, yaml.ScalarNode) for item in items):
        expected = "a text or a list of texts" if key in _LISTS else "a text"
        raise source.error(line, f"{key} is not {expected}.", "Put the value in quotes if it holds : or { or [.")
    values = tuple("" if item.tag.endswith(":null") else one_line(item.value) for item in items)
    if not values or not all(values):
        raise source.error(line, f"{key} has no value.", "Give it one, or remove the key if it may be left out.")
    return _Entry(values, is_list, line)


def _metadata(entries: dict[str, _Entry], source: _Source, line: int) -> Metadata:
    missing = [key for key in _REQUIRED if key not in entries]
    if missing:
        raise source.error(
            line, f"the key {missing[0]} is missing.", f"Add a line {missing[0]}: … to the front matter."
        )
    if not any(key in entries for key in _WHOSE):
        raise source.error(line, f"none of the keys {', '.join(_WHOSE)} is there.", "Say whose words the document is.")
    return replace(Metadata(title=""), **_fields(entries, source))


def _fields(entries: dict[str, _Entry], source: _Source) -> dict[str, Any]:
    """The fields of Metadata that the keys which are there give."""
    fields: dict[str, Any] = {key: _text(entries, key) for key in ("title", "venue", "source", "rights")}
    fields |= {key: check(entries[key], source) for key, check in _CHECKED.items() if key in entries}
    fields["authors"] = _values(entries, "authors")
    fields["speakers"] = _speakers(entries, source)
    fields["organisations"] = tuple(dict.fromkeys(_values(entries, "organisation")))
    fields["countries"] = tuple(dict.fromkeys(_values(entries, "country")))
    return {field: value for field, value in fields.items() if value}


def _values(entries: dict[str, _Entry], key: str) -> tuple[str, ...]:
    return entries[key].values if key in entries else ()


def _text(entries: dict[str, _Entry], key: str) -> str | None:
    return entries[key].values[0] if key in entries else None


def _kind(entry: _Entry, source: _Source) -> str:
    kind = entry.values[0].casefold().replace("communique", "communiqué")
    if kind not in KINDS:
        raise source.error(entry.line, f"the kind {entry.values[0]} is unknown.", f"The kinds are {', '.join(KINDS)}.")
    return kind


def _date(entry: _Entry, source: _Source) -> str:
    text = entry.values[0]
    try:
        if _ISO_DATE.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise source.error(entry.line, f"the date {text} is not a day of the calendar.", "Write it as in 2017-11-28.")


def _language(entry: _Entry, source: _Source) -> str:
    if not _LANGUAGE.fullmatch(entry.values[0]):
        problem = f"the language {entry.values[0]} is not a code of two letters."
        raise source.error(entry.line, problem, "Write en for English, fr for French.")
    return entry.values[0]


_CHECKED: dict[str, Callable[[_Entry, _Source], str]] = {"kind": _kind, "date": _date, "language": _language}


def _speakers(entries: dict[str, _Entry], source: _Source) -> tuple[Speaker, ...]:
    names, offices = _values(entries, "speaker"), _values(entries, "office")
    if offices and len(offices) != len(names):
        problem = f"office has {len(offices)} values and speaker has {len(names)}."
        raise source.error(entries["office"].line, problem, "Give each speaker one office, in the same order.")
    parallel = (offices, _values(entries, "organisation"), _values(entries, "country"))
    spread = [_spread(values, len(names)) for values in parallel]
    return tuple(Speaker(*fields) for fields in zip(names, *spread, strict=True))


def _spread(values: tuple[str, ...], count: int) -> tuple[str | None, ...]:
    """One value for each of `count` speakers: their own, the one that they share, or None."""
    if len(values) == count:
        return values
    return (values[0] if len(values) == 1 else None,) * count
