"""The sentences of a draft that claim something; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.chunking import chunk
from bot.loading.plain import unwrap
from bot.records import Document, Metadata, Span
from bot.terms import content_terms

LONGEST_HEADING = 15
"""Words of a line that ends without a stop and yet is no sentence."""

FEWEST_WORDS = 4
"""Words of a claim."""

PURE = 0.8
"""A sentence with this share of its letters in quotation marks is a quotation, not a claim of the draft's own."""

_ITEM = re.compile(r"\s*(?:[-*•–]|\(?\w{1,3}[.)])\s")
_STOP = re.compile(r"[.!?…:;,][\"'’”»)\]]*(?:</?[A-Za-z][^<>]*>)*\s*$")
_MARKUP = re.compile(
    r"<(?P<tag>style|script)\b.*?</(?P=tag)>|<!--.*?-->|</?[A-Za-z][^<>]*>"  # HTML
    r"|\{\{[^{}]*\}\}|\{%[^{}]*%\}|\{[^{}]*[:;=][^{}]*\}"  # templates and style sheets
    r"|\\[A-Za-z]+\*?(?=[\[{])",  # LaTeX
    re.DOTALL | re.IGNORECASE,
)


def as_read(text: str) -> str:
    """Return a text with the lines joined that only the page's width broke; every offset stays."""
    return unwrap(text.replace("\r\n", " \n").replace("\r", "\n"))


def claims_in(text: str, quoted: Sequence[Span]) -> list[Span]:
    """Return the sentences that claim something, in order; headings, questions and pure quotations do not."""
    document = Document("draft", text, "", Metadata(title=""))
    sentences = (span for passage in chunk(document) for span in passage.sentences)
    return [span for span in sentences if _claims(text, span, quoted)]


def prose(sentence: str) -> str:
    """Return a sentence on one line, without tags and other markup; a “<” in “<2 % of GDP” is none."""
    return " ".join(_MARKUP.sub(" ", sentence).split())


def _claims(text: str, span: Span, quoted: Sequence[Span]) -> bool:
    sentence, line = prose(text[span.start : span.end]), _line(text, span)
    if sum(any(map(str.isalnum, word)) for word in sentence.split()) < FEWEST_WORDS or not content_terms(sentence):
        return False
    if sentence.rstrip("\"'’”»)] ").endswith("?"):
        return False
    return not _is_table_row(line) and not _is_heading(line) and not _is_quotation(text, span, quoted)


def _line(text: str, span: Span) -> str:
    """The whole line, or lines, in which a sentence stands."""
    end = text.find("\n", span.end)
    return text[text.rfind("\n", 0, span.start) + 1 : end if end >= 0 else len(text)]


def _is_table_row(line: str) -> bool:
    return line.lstrip().startswith("|") or (line.count(" | ") > 1 and not _STOP.search(line))


def _is_heading(line: str) -> bool:
    """Whether it is a short line of its own without a stop at its end, and no item of a list."""
    if line.lstrip().startswith("#"):
        return True
    return len(line.split()) <= LONGEST_HEADING and not _STOP.search(line) and not _ITEM.match(line)


def _is_quotation(text: str, span: Span, quoted: Sequence[Span]) -> bool:
    letters = sum(map(str.isalnum, text[span.start : span.end]))
    inside = sum(
        sum(map(str.isalnum, text[max(each.start, span.start) : min(each.end, span.end)]))
        for each in quoted
        if each.start < span.end and span.start < each.end
    )
    return inside >= PURE * letters
