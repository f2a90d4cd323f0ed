"""A checked draft as one HTML page that needs nothing else: no script, no network, all text as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape

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


def report(found: DraftCheck, name: str) -> str:
    """Return the page; `name` is what the draft is called."""
    title = f"Check of {escape(name)}"
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>",
        f"<h2>Quotations</h2>\n<p>{_counts(each.check.verdict for each in found.quotations)}</p>",
        *map(_quotation, found.quotations),
        f"<h2>Claims</h2>\n<p>{_counts(each.verdict for each in found.claims)}</p>",
        *map(_claim, found.claims),
        "</main>\n<footer>Struck out: in the source only. Underlined: in the quotation only.</footer>",
        "</body>\n</html>",
    ]
    return "\n".join(parts) + "\n"


def _quotation(quoted: DraftQuotation) -> str:
    check = quoted.check
    parts = [f"<p>“{escape(check.quote)}”</p>", _verdict(check.verdict, check.statement)]
    if check.matches and check.matches[0].similarity < 1.0:
        parts.append(f"<blockquote>{_difference(check.matches[0])}</blockquote>")
    parts += map(_note, check.notes)
    parts += (_source(match.citation) for match in check.matches)
    return _article(quoted.start, quoted.end, parts)


def _claim(claim: Claim) -> str:
    parts = [f"<p>{escape(claim.text)}</p>", _verdict(claim.verdict, f"{LABELS[claim.verdict]}.")]
    parts += map(_note, claim.notes)
    parts += (f"<blockquote>“{escape(each.quote)}”</blockquote>{_source(each)}" for each in claim.citations)
    return _article(claim.start, claim.end, parts)


def _article(start: int, end: int, parts: Iterable[str]) -> str:
    body = "\n".join(parts)
    return f'<article>\n{body}\n<p class="aside">Characters {start}–{end} of the draft.</p>\n</article>'


def _verdict(verdict: str, statement: str) -> str:
    return f'<p class="verdict {_CLASSES.get(verdict, "poor")}">{escape(statement)}</p>'


def _note(note: str) -> str:
    return f"<p>{escape(note)}</p>"


def _source(citation: Citation) -> str:
    is_told = citation.speaker is None or citation.reference.startswith(citation.speaker)
    said = "" if is_told else f"Said by {escape(citation.speaker or '')}. "
    place = f"{escape(citation.document)}, characters {citation.start}–{citation.end}."
    return f'<p class="aside">{said}{escape(citation.reference)} {place}</p>'


def _difference(match: QuotationMatch) -> str:
    tags = {"equal": "{}", "delete": "<del>{}</del>", "insert": "<ins>{}</ins>"}
    return " ".join(tags[change].format(escape(words)) for change, words in match.diff)


def _counts(verdicts: Iterable[str]) -> str:
    counts = Counter(verdicts)
    return ", ".join(f"{LABELS[each]}: {counts[each]}" for each in LABELS if counts[each]) or "None."
