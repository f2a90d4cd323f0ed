"""What tests of the page share: HTML taken apart, hostile text, and a document with citations."""

from dataclasses import replace
from html.parser import HTMLParser
from types import SimpleNamespace

from bot.errors import UnknownDocument
from bot.page import Opening
from bot.page.places import Place
from bot.page.turns import Turn
from bot.page.words import words_of
from bot.records import Answer, Citation, Document, Heading, Metadata, Source, Speaker, Version

EN = words_of("en")
HOSTILE = (
    "<img src=x onerror=window.__pwned=1><script>window.__pwned=1</script>"
    '"\' onclick="window.__pwned=1" ${window.__pwned=1} `${1}` {{value}} {{#each value}}{{/each}} &lt;b&gt; </mark>'
)
TEXT = (
    "Statement by Canada\n\n"
    "The launch\n\nCanada condemned the launch. It called it reckless.\n\n"
    "The way\n  \nThe way forward is talks.\n- with Japan\n- with South Korea"
)


VOID = {"input"}


class Page(HTMLParser):
    """The elements and the text of some HTML; `elements` are (tag, attributes, text inside)."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements, self._open = [], []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        entry = [tag, dict(attrs), ""]
        self.elements.append(entry)
        if tag not in VOID:
            self._open.append(entry)

    def handle_endtag(self, tag):
        assert self._open.pop()[0] == tag

    def handle_data(self, data):
        for entry in self._open:
            entry[2] += data

    def texts(self, tag, class_=None):
        return [inside for name, attrs, inside in self.elements if name == tag and class_ in (None, attrs.get("class"))]

    def attributes(self, name):
        return [attrs[name] for _, attrs, _ in self.elements if name in attrs]


def heading(words, level):
    return Heading(TEXT.index(words), TEXT.index(words) + len(words), level, words)


def metadata(**changes):
    base = Metadata(
        "Statement by Canada", "statement", "2017-11-28", speakers=(Speaker("Chrystia Freeland"),), venue="Ottawa"
    )
    return replace(base, **changes)


DOCUMENT = Document(
    "canada",
    TEXT,
    "0",
    metadata(source="canada.ca"),
    (heading("Statement by Canada", 1), heading("The launch", 2), heading("The way", 2)),
    original=False,
)


def cite(quote, document=DOCUMENT, reference="Chrystia Freeland, “Statement by Canada”, 28 November 2017"):
    start = document.text.index(quote)
    data = document.metadata
    return Citation(
        document.id,
        data.title,
        data.kind,
        data.date,
        data.speaker,
        data.country,
        start,
        start + len(quote),
        quote,
        None,
        None,
        reference,
    )


LAUNCH, RECKLESS = cite("Canada condemned the launch."), cite("It called it reckless.")


def place(citation):
    return Place(citation.start, citation.end, citation.quote, citation.reference)


def answer(*sentences, question="What was said?", **changes):
    base = Answer(question, question, False, None, 0.9, sentences)
    return replace(base, **changes)


def answered(*sentences, **changes):
    whole = answer(*sentences, **changes)
    return Turn(whole.question, whole.sentences, whole)


VERSIONS = (Version(1, None, "0", len(TEXT)),)


class Library:
    """A bot that answers from what it was given."""

    closed = False

    def __init__(self, *events):
        self.events, self.asked = events, []
        # Read-only, so that nothing is kept beside it, for it has no folder.
        self.settings = SimpleNamespace(read_only=True)

    def documents(self):
        return (Source("canada", "0", metadata(), 3, original=False),)

    def versions(self, document):
        return tuple(each for each in VERSIONS if document == DOCUMENT.id)

    def document(self, document, version=None):
        if document != DOCUMENT.id:
            raise UnknownDocument("There is no such document.", "Look at the sources.")
        return DOCUMENT

    def stream(self, question, history=(), **filters):
        self.asked.append((question, history, {name: value for name, value in filters.items() if value}))
        for event in self.events:
            if isinstance(event, Exception):
                raise event
            yield event

    def by(self, who):
        self.who = who
        return self

    def log(self, **_):
        return ()

    def close(self):
        self.closed = True


def opened(bot):
    opening = Opening(lambda: bot)
    opening.begin()
    return opening


def failing(error):
    def opener():
        raise error

    opening = Opening(opener)
    opening.begin()
    return opening


class Clicked:
    """What the page sends with an event."""

    def __init__(self, **data):
        self.__dict__.update(data)
