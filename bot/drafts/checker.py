"""Checks a draft against a library: every quotation, and every sentence that claims something."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.answering.sentences import Candidate, candidates
from bot.attribution.marks import is_pulled, quotations
from bot.citations import attribution_of, written_date
from bot.drafts.reading import checked_length
from bot.drafts.records import Claim, DraftCheck, DraftQuotation
from bot.drafts.statements import as_read, claims_in, prose
from bot.errors import QuestionError
from bot.library import Condition, Filters, Library
from bot.loading import fingerprint, normalise
from bot.quotations import QuotationCheck, QuotationChecker
from bot.quotations.checker import without
from bot.records import Attribution, Metadata, Span
from bot.retrieval import Retriever
from bot.support.bearing import Support, borne_by, verdict_of
from bot.support.differences import differences

SCARE = 3
"""With fewer words, quotation marks may only keep a word at a distance."""

PASSAGES = 6
"""Passages in which a claim's support is looked for."""

SHORTLIST = 25
"""Sentences of them that are looked at word by word."""

Attribute = Callable[[str], Sequence[Attribution]]
"""Tells who says what in a text."""


def nobody(_: str) -> Sequence[Attribution]:
    """Attribute nothing."""
    return ()


class DraftChecker:
    """Tells of each quotation of a draft whether it is right, and of each claim what bears it out."""

    def __init__(
        self, library: Library, checker: QuotationChecker, retriever: Retriever, attribute: Attribute = nobody
    ) -> None:
        self._library = library
        self._checker = checker
        self._retriever = retriever
        self._attribute = attribute

    def check(self, text: str) -> DraftCheck:
        """Return every quotation and every claim of a text, in order.

        Raises:
            UnreadableDocument: the text is empty or too long.
        """
        read = as_read(checked_length(text))
        quoted, said, hidden = quotations(read), self._attribute(read), self._itself(text)
        checks = (self._quotation(read, each, said, hidden) for each in quoted if not is_pulled(read, each, quoted))
        known = tuple(each for each in checks if each)
        condition = without(self._library.condition(Filters()), hidden)
        claims = tuple(self._claim(read, span, condition, known) for span in claims_in(read, quoted))
        return DraftCheck(known, claims, text)

    def _itself(self, text: str) -> tuple[int, ...]:
        """The numbers of the documents that are the draft itself, which bears nothing out."""
        digests = {fingerprint(text), fingerprint(normalise(text))}
        return tuple(number for number, source in self._library.sources.items() if source.sha256 in digests)

    def _quotation(
        self, text: str, span: Span, said: Sequence[Attribution], hidden: Sequence[int]
    ) -> DraftQuotation | None:
        """The quotation with its check; None where it only keeps a word or two at a distance."""
        quote = text[span.start : span.end]
        try:
            check = self._checked(quote, _speaker(span, said), hidden)
        except QuestionError:
            return None
        if len(quote.split()) < SCARE and not (check.verdict != "not found" and _is_quoted(check)):
            return None
        return DraftQuotation(span.start, span.end, check)

    def _checked(self, quote: str, speaker: str | None, hidden: Sequence[int]) -> QuotationCheck:
        """The check under the draft's speaker, where the library knows that one."""
        try:
            return self._checker.check(quote, speaker, hidden=hidden)
        except QuestionError:
            return self._checker.check(quote, hidden=hidden)

    def _claim(self, text: str, span: Span, condition: Condition, quoted: Sequence[DraftQuotation]) -> Claim:
        written = text[span.start : span.end]
        sentence = prose(written)
        found = candidates(self._retriever.retrieve_within(sentence, condition, PASSAGES))
        verdict, support = self._support(sentence, found) if found else ("not found", [])
        told = [line for each in support for line in _told(each.evidence.source.metadata)]
        notes = differences(sentence, [each.text for each in support], told) if support else []
        notes += _on_quotations(span, quoted)
        citations = tuple(each.citation() for each in support)
        most: Support = "partly" if verdict == "supported" and notes else verdict
        return Claim(written, span.start, span.end, most, citations, tuple(notes))

    def _support(self, sentence: str, found: Sequence[Candidate]) -> tuple[Support, list[Candidate]]:
        """How far the candidates bear a sentence out, and those that do."""
        chosen, borne = borne_by(sentence, found, self._library.embedder, SHORTLIST)
        verdict = verdict_of(borne.signals)
        return verdict, [] if verdict == "not found" else chosen


def _speaker(span: Span, said: Sequence[Attribution]) -> str | None:
    """Whose words the draft says a quotation is."""
    found = attribution_of(said, span)
    return found.speaker.name if found and found.speaker else None


def _on_quotations(span: Span, quoted: Sequence[DraftQuotation]) -> list[str]:
    """A sentence for each verdict on the quotations of a claim that leaves less than full support."""
    inside = [each.check.verdict for each in quoted if each.start < span.end and span.start < each.end]
    verdicts = dict.fromkeys(verdict for verdict in inside if verdict != "verbatim")
    return [f"The quotation in it is {verdict}." for verdict in verdicts]


def _is_quoted(check: QuotationCheck) -> bool:
    """Whether the words have marks in the source, too, which tells a quotation from a word kept at a distance."""
    return any(match.quoted for match in check.matches if match.similarity == 1.0)


def _told(metadata: Metadata) -> list[str]:
    """What is known of a source besides its text."""
    people = [f"{each.name}, {each.office}" for each in metadata.speakers]
    date = [written_date(metadata.date)] if metadata.date else []
    return [*people, *metadata.authors, *metadata.organisations, *metadata.countries, *date]
