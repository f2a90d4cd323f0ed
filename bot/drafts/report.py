"""A checked draft as one HTML page that needs nothing else: no script, no network, all text as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from operator import attrgetter

from bot.drafts.records import Claim, DraftCheck, DraftQuotation
from bot.quotations import QuotationMatch
from bot.records import Citation

LABELS = {
    "verbatim": "Verbatim",
    "supported": "Supported",
    "altered": "Altered",
    "partly": "Supported in part",
    "misattributed": "Misattributed",
    "not found": "Not found",
}
"""The verdicts as they are shown, from right to wrong."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a report; `message` puts into them what a check says, and `reference` where a citation is from."""

    language: str = "en"
    title: str = "Check of {name}"
    quotations: str = "Quotations"
    claims: str = "Claims"
    none: str = "None."
    count: str = "{label}: {number}"
    place: str = "Characters {start}–{end} of the draft."
    source: str = "{document}, characters {start}–{end}."
    said: str = "Said by {who}."
    legend: str = "Struck out: in the source only. Underlined: in the quotation only."
    labels: Mapping[str, str] = field(default_factory=lambda: LABELS)
    message: Callable[[str], str] = str
    reference: Callable[[Citation], str] = attrgetter("reference")


ENGLISH = Wording()

_CLASSES = {"verbatim": "good", "supported": "good", "altered": "fair", "partly": "fair"}

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --aside: #57606a; --line: #d0d7de;
  --good: #1a6b34; --fair: #7d4e00; --poor: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --paper: #14171a; --aside: #a0a8b0; --line: #3a4149;
  --good: #6fd08c; --fair: #e3b341; --poor: #ff8f87; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 46rem; padding: 1.5rem 1rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.15rem; margin-top: 2.5rem; }
article { border-top: 1px solid var(--line); padding: 1rem 0; } article p { margin: 0 0 .5rem; }
.verdict { font-weight: 600; } .good { color: var(--good); } .fair { color: var(--fair); } .poor { color: var(--poor); }
.aside, footer { color: var(--aside); font-size: .875rem; }
blockquote { margin: .5rem 0 .75rem; padding-left: .75rem; border-left: 3px solid var(--line); }
ins { color: var(--good); text-decoration: underline; } del { color: var(--poor); text-decoration: line-through; }
@media print { body { max-width: none; } article { break-inside: avoid; } }
"""


def report(found: DraftCheck, name: str, wording: Wording = ENGLISH) -> str:
    """Return the page; `name` is what the draft is called."""
    title = escape(wording.title.format(name=name))
    parts = [
        f'<!doctype html>\n<html lang="{wording.language}">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>",
        f"<h2>{wording.quotations}</h2>\n<p>{_counts((each.check.verdict for each in found.quotations), wording)}</p>",
        *(_quotation(each, wording) for each in found.quotations),
        f"<h2>{wording.claims}</h2>\n<p>{_counts((each.verdict for each in found.claims), wording)}</p>",
        *(_claim(each, wording) for each in found.claims),
        f"</main>\n<footer>{wording.legend}</footer>",
        "</body>\n</html>",
    ]
    return "\n".join(parts) + "\n"


def _quotation(quoted: DraftQuotation, wording: Wording) -> str:
    check = quoted.check
    parts = [f"<p>“{escape(check.quote)}”</p>", _verdict(check.verdict, wording.message(check.statement))]
    if check.matches and check.matches[0].similarity < 1.0:
        parts.append(f"<blockquote>{_difference(check.matches[0])}</blockquote>")
    parts += (_note(wording.message(each)) for each in check.notes)
    parts += (_source(match.citation, wording) for match in check.matches)
    return _article(quoted.start, quoted.end, parts, wording)


def _claim(claim: Claim, wording: Wording) -> str:
    parts = [f"<p>{escape(claim.text)}</p>", _verdict(claim.verdict, f"{wording.labels[claim.verdict]}.")]
    parts += (_note(wording.message(each)) for each in claim.notes)
    parts += (f"<blockquote>“{escape(each.quote)}”</blockquote>{_source(each, wording)}" for each in claim.citations)
    return _article(claim.start, claim.end, parts, wording)


def _article(start: int, end: int, parts: Iterable[str], wording: Wording) -> str:
    body, place = "\n".join(parts), wording.place.format(start=start, end=end)
    return f'<article>\n{body}\n<p class="aside">{place}</p>\n</article>'


def _verdict(verdict: str, statement: str) -> str:
    return f'<p class="verdict {_CLASSES.get(verdict, "poor")}">{escape(statement)}</p>'


def _note(note: str) -> str:
    return f"<p>{escape(note)}</p>"


def _source(citation: Citation, wording: Wording) -> str:
    is_told = citation.speaker is None or citation.reference.startswith(citation.speaker)
    said = "" if is_told else escape(wording.said.format(who=citation.speaker)) + " "
    place = wording.source.format(document=escape(citation.document), start=citation.start, end=citation.end)
    return f'<p class="aside">{said}{escape(wording.reference(citation))} {place}</p>'


def _difference(match: QuotationMatch) -> str:
    tags = {"equal": "{}", "delete": "<del>{}</del>", "insert": "<ins>{}</ins>"}
    return " ".join(tags[change].format(escape(words)) for change, words in match.diff)


def _counts(verdicts: Iterable[str], wording: Wording) -> str:
    counts, labels = Counter(verdicts), wording.labels
    told = (wording.count.format(label=labels[each], number=counts[each]) for each in LABELS if counts[each])
    return ", ".join(told) or wording.none
