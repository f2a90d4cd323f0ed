"""What a web page says of itself: JSON-LD, OpenGraph, Dublin Core, plain `meta` elements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import html

from bot.loading.described import describe, iso_date, language_code
from bot.loading.normalisation import one_line
from bot.records import Metadata

_TITLES = ("og:title", "citation_title", "dcterms.title", "dc.title", "twitter:title")
_AUTHORS = ("citation_author", "author", "article:author", "dcterms.creator", "dc.creator", "parsely-author")
_DATES = (
    "article:published_time citation_publication_date citation_date dcterms.issued dcterms.date dc.date.issued dc.date "
    "dcterms.created date datepublished pubdate publishdate publish-date parsely-pub-date".split()
)
_SITES = ("og:site_name", "citation_publisher", "dcterms.publisher", "dc.publisher", "application-name")
_LANGUAGES = ("og:locale", "content-language", "dcterms.language", "dc.language", "language")
_SEPARATOR = re.compile(r"\s+[|–—•·»-]\s+")
# A converter writes when it ran, which is not when the text was published.
_CONVERTERS = re.compile(r"libreoffice|openoffice|microsoft word|word \d", re.IGNORECASE)


def of(root: html.HtmlElement) -> Metadata | None:
    """What the head of a page and its structured data tell; None where they tell nothing."""
    metas, facts = _metas(root), list(_facts(root))
    site = _name(_of_facts(facts, "publisher")) or _first(metas, _SITES)
    authors = [_name(author) for author in _listed(_of_facts(facts, "author"))] or _authors(metas)
    return describe(
        title=_own_title(root, metas, facts, site),
        authors=[author for author in authors if not author.startswith(("http:", "https:", "@"))],
        organisations=[site],
        date=_date(metas, facts),
        language=language_code(root.get("lang") or _first(metas, _LANGUAGES)),
        source=_canonical(root),
    )


def _metas(root: html.HtmlElement) -> dict[str, list[str]]:
    """The contents of `meta` elements by their name, in small letters."""
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = one_line(element.get("content", ""))
        if name and content:
            found.setdefault(name.lower(), []).append(content)
    return found


def _first(metas: dict[str, list[str]], names: Iterable[str]) -> str:
    return next((metas[name][0] for name in names if name in metas), "")


def _authors(metas: dict[str, list[str]]) -> list[str]:
    return next((metas[name] for name in _AUTHORS if name in metas), [])


def _facts(root: html.HtmlElement) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects of a page that are a text: an article, a report, a page."""
    for script in root.iter("script"):
        if script.get("type", "").strip().lower() != "application/ld+json":
            continue
        try:
            content = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        graph = content.get("@graph") if isinstance(content, dict) else content
        for fact in _listed(graph if graph is not None else content):
            if isinstance(fact, dict) and ("headline" in fact or "datePublished" in fact):
                yield fact


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _of_facts(facts: list[dict[str, Any]], key: str) -> Any:
    return next((fact[key] for fact in facts if fact.get(key)), None)


def _name(value: Any) -> str:
    """The name of a person or an organisation, which JSON-LD gives as a text or as an object."""
    name = value.get("name") if isinstance(value, dict) else value
    return one_line(name) if isinstance(name, str) else ""


def _date(metas: dict[str, list[str]], facts: list[dict[str, Any]]) -> str | None:
    stated = _of_facts(facts, "datePublished")
    if isinstance(stated, str):
        return iso_date(stated)
    return None if _CONVERTERS.search(_first(metas, ("generator",))) else iso_date(_first(metas, _DATES))


def _own_title(root: html.HtmlElement, metas: dict[str, list[str]], facts: list[dict[str, Any]], site: str) -> str:
    """The title without the name of the site, which pages put before or after it."""
    title = one_line(root.findtext(".//title") or "")
    parts = _SEPARATOR.split(title)
    headings = {one_line(" ".join(heading.itertext())) for heading in root.iter("h1")}
    shown = next((part for part in (title, *parts) if part in headings), "")
    without_site = _SEPARATOR.split(title, maxsplit=1)[0] if site and title.endswith(site) else title
    return _name(_of_facts(facts, "headline")) or _first(metas, _TITLES) or shown or without_site


def _canonical(root: html.HtmlElement) -> str | None:
    """The address that the page says it is at."""
    links = (link.get("href", "") for link in root.iter("link") if "canonical" in link.get("rel", "").lower())
    return next((link for link in links if link.startswith(("https://", "http://"))), None)
