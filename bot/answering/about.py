"""Questions about the documents themselves, answered from the catalogue: who wrote it, when, what is there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.answering import facts
from bot.citations import cite
from bot.errors import UnknownDocument
from bot.library import Filters, Library
from bot.records import Metadata, Sentence, Source
from bot.terms import content_terms, stem, words

MOST_DOCUMENTS = 4
"""Documents that a question such as “who is the author?” is answered for, where it names none."""

MOST_LISTED = 25
TITLE_SHARE = 0.6
"""A document is meant if this share of its title's words, or of the words that point to it, are found."""

_KINDS = "article|statement|resolution|communiqu[eé]|speech|remarks|brief|report|chronology|document|text|piece|paper"
_IT = rf"(?:it|this|that|(?:the|this|that|your)\s+(?:{_KINDS})s?)"
_REFERRED = r"(?P<work>.+?)"
_END = r"\s*[?.!]*\s*$"


@dataclass(frozen=True, slots=True)
class _Ask:
    """A form of question with what answers it; `fact` is None for a document that does not tell."""

    form: re.Pattern[str]
    fact: Callable[[Metadata], str | None]


def _ask(form: str, fact: Callable[[Metadata], str | None]) -> _Ask:
    return _Ask(re.compile(rf"^\W*{form}{_END}", re.IGNORECASE), fact)


_BY = r"(?:wrote|authored|penned|is the (?:author|writer)s?(?: of)?|are the (?:authors|writers)(?: of)?)"
_MADE = r"(?:published|written|issued|released|dated|made|given|posted)"
_ASKS = (
    _ask(
        rf"who {_BY}(?: {_REFERRED})?,? and (?:when|in what year)(?: (?:was it {_MADE}|did .+))?", facts.author_and_date
    ),
    _ask(rf"when (?:was|were|is) {_REFERRED} {_MADE},? and by whom(?: was it {_MADE})?", facts.author_and_date),
    _ask(rf"who {_BY}(?: {_REFERRED})?", facts.author),
    _ask(rf"(?:by whom|who) (?:was|is|were) {_REFERRED} (?:written|authored)(?: by)?", facts.author),
    _ask(
        rf"(?:what|which) (?:is|are) the (?:name of the )?(?:author|writer)(?:s|[’']s)?(?: name)?(?: of {_REFERRED})?",
        facts.author,
    ),
    _ask(rf"when (?:was|were|is) {_REFERRED} {_MADE}", facts.date),
    _ask(rf"(?:what|which) (?:is|was) the (?:publication )?date(?: of(?: publication of)? {_REFERRED})?", facts.date),
    _ask(rf"(?:on )?(?:what|which) (?:date|day|year) (?:was|is|were) {_REFERRED} {_MADE}", facts.date),
    _ask(rf"what is (?:the title|the name|the headline)(?: of {_REFERRED})?", facts.name),
    _ask(rf"what is {_REFERRED} (?:called|titled|entitled)", facts.name),
    _ask(
        rf"(?:who|which (?:organi[sz]ation|publisher|institution)) (?:published|issued|released) {_REFERRED}",
        facts.publisher,
    ),
    _ask(rf"who is the publisher(?: of {_REFERRED})?", facts.publisher),
    _ask(rf"(?:in )?(?:what|which) language (?:is|was) {_REFERRED}(?: written)?(?: in)?", facts.language),
    _ask(rf"what (?:kind|type|sort) of (?:document|text|source) is {_REFERRED}", facts.kind),
    _ask(rf"where (?:can i find|is) the (?:original|source)(?: of {_REFERRED})?", facts.origin),
    _ask(rf"where (?:was|were) {_REFERRED} (?:given|made|issued|published|delivered)", facts.venue),
)
_NOUN = (
    r"(?P<noun>documents?|sources?|texts?|works?|titles?|articles?|statements?|speech(?:es)?|remarks|briefs?|"
    r"resolutions?|communiqu[eé]s?|chronolog(?:y|ies)|reports?)"
)
_HERE = r"(?: (?:in (?:the|your|this) (?:library|collection|corpus)|available|known))?"
_HOLDING = r"(?:do you have|does the library (?:have|hold|contain)|(?:is|are)(?: there)?)"
_FROM = r"(?: (?:from|by) (?P<maker>.+?))?"
_HOLDINGS = re.compile(
    rf"^\W*(?:what|which)(?: other)? {_NOUN} {_HOLDING}{_HERE}{_FROM}{_HERE}{_END}|"
    rf"^\W*what (?:do you have|does the library (?:have|hold|contain)){_HERE}{_END}|"
    rf"^\W*(?:list|show)(?: me)? (?:all )?(?:the |your )?(?:documents|sources|texts|titles){_END}|"
    rf"^\W*what(?:[’']s| is) in (?:the|your|this) (?:library|collection|corpus){_END}",
    re.IGNORECASE,
)
_COUNT = re.compile(rf"^\W*how many {_NOUN}\s*(?:{_HOLDING})?{_HERE}{_FROM}{_HERE}{_END}", re.IGNORECASE)
_WORKS_OF = re.compile(
    rf"^\W*(?:what|which)(?: {_NOUN})? (?:did|has|have|does) (?P<maker>.+?) "
    r"(?P<verb>(?:publish|issue|author|release)(?:d|ed)?|writ(?:e|ten)|make|made|give|given|deliver|delivered)"
    rf"{_HERE}{_END}",
    re.IGNORECASE,
)
_ANY_KIND = frozenset({"document", "source", "text", "work", "title"})
_SPOKEN = frozenset({"make", "made", "give", "given", "deliver", "delivered"})
"""Verbs that tell of works only together with a noun: “what did Trump make” asks something else."""


def about_documents(question: str, library: Library, filters: Filters) -> tuple[Sentence, ...]:
    """Return the answer to a question about the documents themselves; nothing for any other question.

    Raises:
        QuestionError: a filter has a value that nothing in the library has.
    """
    count = _COUNT.match(question)
    if count:
        return (
            Sentence(_counted(_chosen(count, library.visible(filters)), count["noun"]), own_words=True, citations=()),
        )
    listed = _HOLDINGS.match(question) or _works_of(question)
    if listed:
        chosen = _chosen(listed, library.visible(filters))[:MOST_LISTED]
        return _sentences(library, [(source, facts.described(source.metadata)) for source in chosen])
    for ask in _ASKS:
        match = ask.form.match(question)
        if match:
            return _facts(library, ask, _meant(match.groupdict().get("work"), library.visible(filters)))
    return ()


def _works_of(question: str) -> re.Match[str] | None:
    match = _WORKS_OF.match(question)
    return match if match and (match["noun"] or match["verb"].lower() not in _SPOKEN) else None


def _chosen(match: re.Match[str], sources: Sequence[Source]) -> list[Source]:
    """The documents of the kind and the maker that a question names."""
    noun, maker = _singular((match["noun"] or "document").lower()), match["maker"]
    if noun == "statement" and match.groupdict().get("verb"):
        noun = "document"  # whatever the form, who spoke has made a statement
    of_kind = [source for source in sources if _is_of_kind(source, noun)]
    return _by(maker, of_kind) if maker else of_kind


def _is_of_kind(source: Source, noun: str) -> bool:
    if noun == "brief":
        return not source.original or source.metadata.kind == "brief"
    return noun in _ANY_KIND or stem(words(noun)[0]) == stem(words(source.metadata.kind)[0])


def _singular(noun: str) -> str:
    return noun.removesuffix("es") if noun == "speeches" else noun.removesuffix("s")


def document_meant(question: str) -> str:
    """Return the words that point at a document in a question about it, such as “it”; else nothing."""
    found = (ask.form.match(question) for ask in _ASKS)
    return next((match.groupdict().get("work") or "" for match in found if match), "")


def _facts(library: Library, ask: _Ask, sources: Sequence[Source]) -> tuple[Sentence, ...]:
    told = [(source, ask.fact(source.metadata)) for source in sources]
    with_fact = [(source, fact) for source, fact in told if fact]
    by_author = [(source, fact) for source, fact in with_fact if source.metadata.authors]
    chosen = by_author if ask.fact in (facts.author, facts.author_and_date) and by_author else with_fact
    return _sentences(library, chosen[:MOST_DOCUMENTS])


def _meant(pointer: str | None, sources: Sequence[Source]) -> Sequence[Source]:
    """The documents that a question points at; all of them where it points at none."""
    if pointer is None or re.fullmatch(_IT, pointer.strip(" “”\"'"), re.IGNORECASE):
        kind = [source for source in sources if pointer and source.metadata.kind in pointer.lower()]
        return kind or sources
    wanted = set(content_terms(pointer))
    scored = [(_likeness(wanted, source), source) for source in sources]
    best = max((score for score, _ in scored), default=0.0)
    return [source for score, source in scored if score == best and score >= TITLE_SHARE]


def _likeness(wanted: set[str], source: Source) -> float:
    """The share of the words that point at a document which its title, kind and names have."""
    data = source.metadata
    names = (data.title, data.kind, data.speaker or "", *data.organisations, *data.countries)
    return len(wanted & set(content_terms(" ".join(names)))) / len(wanted) if wanted else 0.0


def _by(who: str, sources: Iterable[Source]) -> list[Source]:
    wanted = set(content_terms(who))
    return [source for source in sources if wanted and wanted <= set(content_terms(_makers(source.metadata)))]


def _makers(data: Metadata) -> str:
    offices = (each.office or "" for each in data.speakers)
    return " ".join(
        [*data.authors, *(each.name for each in data.speakers), *offices, *data.organisations, *data.countries]
    )


def _sentences(library: Library, told: Iterable[tuple[Source, str]]) -> tuple[Sentence, ...]:
    """The bot's own words on each document that is still there, with the place where it begins."""
    return tuple(sentence for source, text in told for sentence in _sentence(library, source, text))


def _sentence(library: Library, source: Source, text: str) -> list[Sentence]:
    try:
        passage = library.opening(source.id)
    except UnknownDocument:
        return []
    return [Sentence(text, own_words=True, citations=(cite(source, passage, passage.sentences[0]),))]


def _counted(sources: Sequence[Source], noun: str) -> str:
    one = _singular(noun.lower())
    return f"The library has {len(sources)} {one if len(sources) == 1 else noun.lower()}."
