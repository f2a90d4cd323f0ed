"""Where on a web page its main content is, without menus, banners, related stories and comments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy

import trafilatura
from lxml import etree, html

from bot.loading.markup import BLOCKS, is_hidden

_AROUND = frozenset({"nav", "aside", "footer", "form"})
_AROUND_ROLES = frozenset(
    "navigation banner contentinfo search complementary dialog alertdialog menu menubar toolbar".split()
)
# Words of classes and ids that sites give to what is not their text.
_AROUND_NAMES = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|sharedaddy|social|comments?|cookies?|consent|newsletter|subscribe|related|"
    r"breadcrumbs?|sidebar|widget|promo|advert\w*|ads?|skip|toc|menu|navbar|site-?(?:header|footer)|paywall|popup|"
    r"pagination|byline-share|tags?-links|printfriendly)(?:$|[\s_-])",
    re.IGNORECASE,
)
_KEY_LENGTH = 40
# Characters; what is larger is a book or a record, for which a search of a minute would find that all is content.
_LARGEST = 2_000_000
_MOST_ELEMENTS = 30_000
# From this part of a block's text on, links make it a menu.
_MENU = 0.7


def main_content(root: html.HtmlElement) -> tuple[html.HtmlElement, frozenset[etree._Element]]:
    """The element that holds the page's main content, and what is to be left out of it.

    It is the body where that is longer than articles are, else the element whose text is likest to the text that
    trafilatura keeps, by the F1 of their characters.
    """
    body = root.find("body")
    left_out = frozenset(_surroundings(body))
    leaves = list(_leaves(body, left_out))
    if sum(1 for _ in body.iter()) > _MOST_ELEMENTS or sum(len(text) for _, text in leaves) > _LARGEST:
        return body, left_out
    kept_keys = _kept(root)
    texts: Counter[etree._Element] = Counter()
    kept: Counter[etree._Element] = Counter()
    for leaf, text in leaves:
        is_kept = text[:_KEY_LENGTH] in kept_keys and not _is_menu(leaf, text)
        for element in (leaf, *leaf.iterancestors()):
            texts[element] += len(text)
            kept[element] += len(text) if is_kept else 0
    scores = {element: 2 * kept[element] / (size + kept[body]) for element, size in texts.items()}
    best = max(scores.values(), default=0.0)
    # Of elements that are equally good, the outermost one comes first.
    chosen = next((element for element in body.iter() if best and scores.get(element) == best), body)
    return chosen, left_out


def _is_menu(leaf: etree._Element, text: str) -> bool:
    """Whether a block is hardly more than links."""
    linked = sum(len(_text(link)) for link in leaf.iter("a"))
    return linked > _MENU * len(text)


def _kept(root: html.HtmlElement) -> frozenset[str]:
    """The beginnings of the paragraphs that trafilatura keeps."""
    try:
        found = trafilatura.bare_extraction(deepcopy(root), favor_recall=True, include_comments=False)
    except Exception:  # noqa: BLE001 — on a page that it cannot take, such as one of 600 nested lists, all is content
        return frozenset()
    body = getattr(found, "body", None)
    if body is None:
        return frozenset()
    return frozenset(_text(element)[:_KEY_LENGTH] for element in body.iter())


def _surroundings(body: html.HtmlElement) -> Iterator[etree._Element]:
    for element in body.iterdescendants():
        if not isinstance(element.tag, str) or element.tag in {"main", "article", "body"}:
            continue
        names = f"{element.get('class', '')} {element.get('id', '')}"
        is_site_header = element.tag == "header" and next(element.iter("h1"), None) is None
        if (
            element.tag in _AROUND
            or is_site_header
            or element.get("role") in _AROUND_ROLES
            or _AROUND_NAMES.search(names)
        ):
            yield element


def _leaves(body: html.HtmlElement, left_out: frozenset[etree._Element]) -> Iterator[tuple[etree._Element, str]]:
    """The blocks without blocks in them, which are shown, each with its text."""
    skipped = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if event == "end":
            skipped -= 1 if skipped else 0
        elif skipped or element in left_out or is_hidden(element):
            skipped += 1
        elif not any(child.tag in BLOCKS for child in element) and (element.tag in BLOCKS or element is body):
            text = _text(element)
            if text:
                yield element, text


def _text(element: etree._Element) -> str:
    return " ".join(" ".join(element.itertext()).split())
