"""Text that attacks the page stays text in every part of it."""

import pytest
from page_parts import EN, HOSTILE, Page, answered, cite, place

from bot.drafts import Claim, DraftCheck, DraftQuotation
from bot.errors import LibraryDamaged
from bot.library import Filters
from bot.page.markup import Html
from bot.page.turns import Turn
from bot.page.views import check, comparison, filters, library, masthead, pane, timeline, transcript
from bot.page.views.library import Added
from bot.positions import Positions
from bot.quotations import QuotationCheck, QuotationMatch
from bot.records import Document, Heading, Metadata, Sentence, Side, Source, Speaker, Withheld
from bot.timeline import Entry, Timeline


def hostile_parts():
    data = Metadata(
        HOSTILE, HOSTILE, authors=(HOSTILE,), venue=HOSTILE, language=HOSTILE, source=HOSTILE, rights=HOSTILE
    )
    document = Document(HOSTILE, HOSTILE, "0", data, (Heading(0, 5, 1, HOSTILE[:5]),))
    citation = cite(HOSTILE, document, HOSTILE)
    sentences = (Sentence(HOSTILE, False, (citation,)), Sentence(HOSTILE, True, ()))
    changes = {"question": HOSTILE, "standalone_question": HOSTILE + "?", "reason": HOSTILE}
    problem = LibraryDamaged(HOSTILE, HOSTILE)
    turns = (
        answered(*sentences, unsupported=(Withheld(HOSTILE, HOSTILE),), written_by=HOSTILE, notice=HOSTILE),
        answered(*sentences, **changes),
        answered(*sentences, declined=True, nearest=(citation,), **changes),
        answered(*sentences, sides=(Side(HOSTILE, HOSTILE, sentences, HOSTILE, (HOSTILE,)),), **changes),
        Turn(HOSTILE).failed(problem),
    )
    source = Source(HOSTILE, "0", data, 1, original=True, voices=(Speaker(HOSTILE, country=HOSTILE),))
    side = Side(HOSTILE, HOSTILE, sentences[:1], HOSTILE, (HOSTILE,))
    quotation = QuotationCheck(
        HOSTILE, HOSTILE, "misattributed", HOSTILE, (QuotationMatch(citation, 0.5, (("insert", HOSTILE),)),), (HOSTILE,)
    )
    end = len(HOSTILE)
    draft = DraftCheck(
        (DraftQuotation(0, end, quotation),), (Claim(HOSTILE, 0, end, "partly", (citation,), (HOSTILE,)),), HOSTILE
    )
    entries = (Entry("2017-11-28", HOSTILE, HOSTILE, HOSTILE, sentences[0]),)
    yield transcript.render(EN, turns)
    yield pane.render(EN, document, [place(citation)])
    yield pane.failure(EN, problem)
    yield filters.panel(EN, [source])
    yield filters.active(EN, Filters(speaker=HOSTILE, document=HOSTILE), [source])
    yield comparison.panel(EN, [source])
    yield comparison.result(EN, Positions(HOSTILE, (side, side), (HOSTILE,)))
    yield check.quotation(EN, quotation)
    yield check.draft(EN, draft, HOSTILE)
    yield timeline.result(EN, Timeline(entries))
    yield library.render(EN, [source], read_only=False)
    yield library.question(EN, source)
    yield library.outcome(EN, [Added(HOSTILE, (HOSTILE,)), Added(HOSTILE, error=problem)])
    yield masthead.failed(EN, problem)


@pytest.mark.parametrize("markup", list(hostile_parts()))
def test_hostile_text_becomes_neither_an_element_nor_an_attribute(markup):
    page = Page(markup)
    assert isinstance(markup, Html)
    assert {tag for tag, _, _ in page.elements}.isdisjoint({"img", "script", "b"})
    assert not [name for _, attrs, _ in page.elements for name in attrs if name.startswith("on")]
    assert "window.__pwned" in page.elements[0][2]
