"""The tab of the library: what is in it, and what was added, removed, or could not be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.errors import BotError
from bot.loading import SUFFIXES
from bot.page.icons import UPLOAD
from bot.page.markup import Html, element, join
from bot.page.views.alike import alike
from bot.page.views.badge import badge
from bot.page.views.forms import entry, field, form, submit
from bot.page.views.problem import problem
from bot.page.words import Words
from bot.records import Source

LONGEST = 2_000
"""Characters of an address."""

COLUMNS = ("title", "kind", "speaker", "date", "passages")


NOTHING = Html()


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a file or an address: the ids that are new or changed, or why it was not read."""

    name: str
    ids: tuple[str, ...] = ()
    error: BotError | None = None


def render(words: Words, sources: Sequence[Source], changed: Html = NOTHING, *, read_only: bool) -> Html:
    """The place to drop files, what was `changed` lately, and the table of documents."""
    heading = element("h2", words("library.title"))
    count = element("p", words.count("library.count", len(sources)), class_="lead")
    read_only_note = element("p", words("library.read_only"), class_="note")
    adding = read_only_note if read_only else join(_drop(words), _address(words))
    return element("section", heading, count, adding, changed, _table(words, sources, read_only=read_only))


def progress(words: Words, name: str, done: int, total: int) -> Html:
    """How far a file has come."""
    label = words("library.adding", name=name)
    share = element("progress", value=done, max=total, aria_label=label) if total else ""
    return element("p", element("span", label), share, class_="pending", role="status")


def outcome(words: Words, added: Sequence[Added]) -> Html:
    """What became of each file."""
    return element("ul", *(element("li", _outcome(words, each)) for each in added), class_="outcomes", role="status")


def question(words: Words, source: Source) -> Html:
    """Whether a document shall really go."""
    asked = element("p", words("library.remove.question", title=source.metadata.title), id="remove-question")
    yes = element("button", words("library.remove.yes"), type="button", class_="danger", data_remove=source.id)
    no = element("button", words("library.remove.no"), type="button", class_="quiet", data_dismiss=True)
    buttons = element("div", yes, no, class_="actions")
    return element("div", asked, buttons, class_="question-box", role="alertdialog", aria_labelledby="remove-question")


def removed(words: Words, source: Source) -> Html:
    """That a document is gone."""
    return element("p", words("library.removed", title=source.metadata.title), class_="done", role="status")


def _drop(words: Words) -> Html:
    file = entry(
        "files",
        type="file",
        multiple=True,
        class_="unseen",
        data_upload="add_files",
        accept=",".join(SUFFIXES),
        tabindex=-1,
        aria_hidden="true",
    )
    pick = element(
        "button", UPLOAD, element("span", words("library.drop")), type="button", class_="drop", data_pick=True
    )
    hint = element("p", words("library.formats", formats=", ".join(SUFFIXES)), class_="hint")
    return element("form", pick, file, hint, class_="dropping", data_drop="add_files")


def _address(words: Words) -> Html:
    box = entry("address", type="url", required=True, maxlength=LONGEST, placeholder=words("library.address.sample"))
    labelled = field(words("library.address"), box, words("library.address.hint"))
    return form("add_address", labelled, submit(words("library.address.submit")), class_="from-address")


def _table(words: Words, sources: Sequence[Source], *, read_only: bool) -> Html:
    if not sources:
        return element("p", words("library.empty" if not read_only else "library.empty.read_only"), class_="empty")
    search = field(words("library.find"), entry("find", type="search", data_find=True))
    names = [*COLUMNS, *([] if read_only else ["remove"])]
    head = element("tr", *(element("th", words(f"library.column.{name}"), scope="col") for name in names))
    titles = {source.id: source.metadata.title for source in sources}
    rows = (_row(words, source, titles, read_only=read_only) for source in sources)
    table = element("table", element("thead", head), element("tbody", *rows))
    return join(search, element("div", table, class_="table"))


def _row(words: Words, source: Source, titles: Mapping[str, str], *, read_only: bool) -> Html:
    data = source.metadata
    title = element("button", data.title, type="button", class_="title", data_document=source.id)
    cells = (
        element("th", title, alike(words, source, titles), scope="row"),
        element("td", element("span", badge(words, data.kind, original=source.original), class_="kind")),
        element("td", data.speaker or "–"),
        element("td", words.date(data.date) if data.date else "–", class_="date"),
        element("td", str(source.passages), class_="number"),
        "" if read_only else element("td", _remove(words, source)),
    )
    return element("tr", *cells)


def _remove(words: Words, source: Source) -> Html:
    label = words("library.remove.label", title=source.metadata.title)
    return element(
        "button", words("library.remove"), type="button", class_="quiet", data_removing=source.id, aria_label=label
    )


def _outcome(words: Words, added: Added) -> Html:
    if added.error:
        failed = element("p", words("library.failed", name=added.name), class_="failed")
        return join(failed, problem(words, added.error))
    if not added.ids:
        return element("p", words("library.known", name=added.name), class_="done")
    buttons = (
        join(_act(words("library.read"), data_document=each), _act(words("library.ask"), data_about=each))
        for each in added.ids
    )
    return element("p", element("span", words("library.added", name=added.name)), " ", *buttons, class_="done")


def _act(label: str, **data: str) -> Html:
    return element("button", label, type="button", class_="quiet", **data)
