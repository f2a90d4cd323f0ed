"""What a check finds: a verdict with its reasons, the difference word by word, and the marks in the draft itself."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from bot.drafts import Claim, DraftCheck, DraftQuotation
from bot.page.markup import Html, element, join
from bot.page.turns import distinct, number_of
from bot.page.views.chips import chip
from bot.page.words import Words
from bot.quotations import QuotationCheck, QuotationMatch
from bot.records import Citation

VERDICTS = {
    "verbatim": ("good", "✓"),
    "supported": ("good", "✓"),
    "altered": ("fair", "≠"),
    "partly": ("fair", "◐"),
    "misattributed": ("poor", "⇄"),
    "not found": ("poor", "✗"),
}
"""For each verdict, from right to wrong, how grave it is and the sign that tells it without colour."""

Finding = tuple[int, DraftQuotation | Claim]
"""A quotation or a claim with its number in the draft, from 1."""


def ordered(found: DraftCheck) -> tuple[Finding, ...]:
    """The quotations and claims in the order in which the draft has them; of two that nest the outer comes first."""
    both: list[DraftQuotation | Claim] = [*found.quotations, *found.claims]
    return tuple(enumerate(sorted(both, key=lambda each: (each.start, -each.end)), start=1))


def cited(listed: Sequence[Finding]) -> tuple[Citation, ...]:
    """All that findings cite, each place once."""
    return distinct(citation for _, found in listed for citation in _citations(found))


def badge(words: Words, verdict: str) -> Html:
    """A verdict by its sign and its name."""
    grade, sign = VERDICTS[verdict]
    mark = element("span", sign, class_="sign", aria_hidden="true")
    return element("span", mark, words(f"verdict.{verdict}"), class_=f"verdict {grade}")


def quotation(words: Words, check: QuotationCheck, cited: Sequence[Citation]) -> Html:
    """One quotation with its verdict, how it differs, what is to be said of it, and its places."""
    lead = check.matches[0] if check.matches else None
    places = (chip(words, number_of(match.citation, cited), match.citation) for match in check.matches)
    return join(
        element("p", badge(words, check.verdict), class_="verdict-line"),
        element("blockquote", f"“{check.quote}”"),
        element("p", words.message(check.statement), *places, class_="statement"),
        _difference(words, lead) if lead and lead.similarity < 1 else "",
        *_notes(words, check.notes),
    )


def card(words: Words, finding: Finding, cited: Sequence[Citation]) -> Html:
    """A finding of a draft, which its mark in the draft leads to."""
    number, found = finding
    label = words("check.a_quotation" if isinstance(found, DraftQuotation) else "check.a_claim", number=number)
    content = quotation(words, found.check, cited) if isinstance(found, DraftQuotation) else _claim(words, found, cited)
    return element("li", element("h4", label), content, id=f"finding-{number}", tabindex=-1, class_="card")


def marked(words: Words, text: str, listed: Sequence[Finding]) -> Iterator[Html]:
    """The draft with its quotations and claims marked, and behind each a button that leads to the finding."""
    edges = {edge for _, found in listed for edge in (found.start, found.end)} | {0, len(text)}
    for start, end in itertools.pairwise(sorted(edges)):
        over = [found for _, found in listed if found.start <= start and end <= found.end]
        yield _stretch(text[start:end], over)
        yield from (_marker(words, each) for each in listed if each[1].end == end)


def _stretch(text: str, over: Sequence[DraftQuotation | Claim]) -> Html:
    """A piece of the draft, marked as the innermost of what covers it."""
    if not over:
        return join(text)
    inner = min(over, key=lambda each: each.end - each.start)
    kind = "quotation" if isinstance(inner, DraftQuotation) else "claim"
    return element("mark", text, class_=f"{kind} {VERDICTS[_verdict(inner)][0]}")


def _marker(words: Words, finding: Finding) -> Html:
    number, found = finding
    grade, sign = VERDICTS[_verdict(found)]
    label = words("check.marker", number=number, verdict=words(f"verdict.{_verdict(found)}"))
    return element(
        "button",
        f"{sign}{number}",
        type="button",
        class_=f"marker {grade}",
        data_finding=f"finding-{number}",
        aria_label=label,
    )


def _claim(words: Words, claim: Claim, cited: Sequence[Citation]) -> Html:
    borne = (
        element("p", element("q", each.quote), chip(words, number_of(each, cited), each), class_="borne")
        for each in claim.citations
    )
    verdict = element("p", badge(words, claim.verdict), class_="verdict-line")
    return join(verdict, element("blockquote", claim.text), *_notes(words, claim.notes), *borne)


def _difference(words: Words, match: QuotationMatch) -> Html:
    """The words of both, those of one side alone struck out or underlined and named so for a screen reader."""
    drawn = (_change(words, change, text) for change, text in match.diff)
    title = element("span", words("check.difference"), class_="label")
    legend = element("span", words("check.difference.legend"), class_="hint")
    return element("div", title, element("p", *itertools.chain.from_iterable(drawn)), legend, class_="difference")


def _change(words: Words, change: str, text: str) -> tuple[Html, str]:
    if change == "equal":
        return join(text), " "
    name = "check.deleted" if change == "delete" else "check.inserted"
    told = element("span", words(name), " ", class_="unseen")
    return element("del" if change == "delete" else "ins", told, text), " "


def _notes(words: Words, notes: Sequence[str]) -> Iterator[Html]:
    return (element("p", words.message(note), class_="note") for note in notes)


def _citations(found: DraftQuotation | Claim) -> Sequence[Citation]:
    if isinstance(found, Claim):
        return found.citations
    return [match.citation for match in found.check.matches]


def _verdict(found: DraftQuotation | Claim) -> str:
    return found.check.verdict if isinstance(found, DraftQuotation) else found.verdict
