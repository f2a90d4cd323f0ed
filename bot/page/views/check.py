"""The tab that checks: a quotation, or a whole draft with a verdict on each of its quotations and claims."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Sequence

from bot.drafts import DraftCheck
from bot.page.icons import UPLOAD
from bot.page.markup import Html, element
from bot.page.turns import distinct
from bot.page.views import findings
from bot.page.views.chips import references
from bot.page.views.filters import speaker_choice
from bot.page.views.forms import entry, field, form, submit
from bot.page.words import Words
from bot.quotations import QuotationCheck
from bot.records import Source


def panel(words: Words, sources: Sequence[Source]) -> Html:
    """The two forms, side by side where there is room."""
    introduction = element("p", words("check.text"), class_="lead")
    forms = element("div", _quotation(words, sources), _draft(words), class_="beside")
    return element("section", element("h2", words("check.title")), introduction, forms)


def quotation(words: Words, found: QuotationCheck) -> Html:
    """The verdict on one quotation, with every place that has its words."""
    cited = distinct(match.citation for match in found.matches)
    card = findings.quotation(words, found, cited)
    return element("article", card, references(words, cited), class_="result", data_result=True)


def draft(words: Words, found: DraftCheck, report: str) -> Html:
    """The draft with its verdicts, beside what was found; `report` is the page to download."""
    listed = findings.ordered(found)
    cited = findings.cited(listed)
    text = element(
        "div",
        *findings.marked(words, found.text, listed),
        class_="draft",
        tabindex=0,
        role="group",
        aria_label=words("check.draft"),
    )
    cards = (findings.card(words, each, cited) for each in listed)
    beside = element(
        "div",
        text,
        element("ol", *cards, class_="findings", aria_label=words("check.findings")),
        class_="beside checked",
    )
    heading = element("h3", words("check.result"), class_="result-title")
    head = element("div", heading, _download(words, report), _counts(words, found), class_="result-head")
    return element("article", head, beside, references(words, cited), class_="result", data_result=True)


def _quotation(words: Words, sources: Sequence[Source]) -> Html:
    quote = field(words("check.quote"), entry("quote", required=True, placeholder=words("check.quote.sample")))
    speaker = field(words("check.speaker"), speaker_choice(words, sources, words("check.anybody")))
    heading = element("h3", words("check.quote.title"))
    return form("check_quote", heading, quote, speaker, submit(words("check.quote.submit")), class_="card")


def _draft(words: Words) -> Html:
    box = element("textarea", name="text", rows=7, required=True, placeholder=words("check.draft.sample"))
    file = entry("file", type="file", class_="unseen", data_upload="check_file", tabindex=-1, aria_hidden="true")
    drop = element("button", UPLOAD, element("span", words("check.drop")), type="button", class_="drop", data_pick=True)
    heading = element("h3", words("check.draft.title"))
    send = element("div", submit(words("check.draft.submit")), drop, file, class_="actions")
    return form("check_draft", heading, field(words("check.draft"), box), send, class_="card", data_drop="check_file")


def _counts(words: Words, found: DraftCheck) -> Html:
    counts: Counter[str] = Counter(
        [*(each.check.verdict for each in found.quotations), *(each.verdict for each in found.claims)]
    )
    items = (
        element("li", findings.badge(words, verdict), " ", str(counts[verdict]))
        for verdict in findings.VERDICTS
        if counts[verdict]
    )
    return element("ul", *items, class_="counts") if counts else element("p", words("check.nothing"), class_="empty")


def _download(words: Words, report: str) -> Html:
    data = b64encode(report.encode()).decode()
    address = f"data:text/html;charset=utf-8;base64,{data}"
    return element("a", words("check.download"), href=address, download=words("check.file"), class_="quiet")
