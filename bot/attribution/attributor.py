"""Who says what in a document: every quotation and every report, with its speaker where the text names one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.attribution.dialogue import Exchange
from bot.attribution.hearing import Heard, frame_of, joined_runs, place_of, reporting
from bot.attribution.known import Contemporaries, Known
from bot.attribution.marks import Quoted, is_pulled, is_title, straightened
from bot.attribution.mentions import Mention
from bot.attribution.own import Own
from bot.attribution.paragraphs import Nesting, Paragraph, paragraphs_of
from bot.attribution.people import Cast
from bot.attribution.syntax import Parsed, Report
from bot.attribution.transcripts import turns
from bot.attribution.voices import Resolver, Voice
from bot.records import Attribution, Document, Metadata, Passage, Source, Span

FEWEST_WORDS = 3
"""With fewer, quotation marks around words that nobody is told to say only keep them at a distance."""

_MARKS = " \t“”\"'‘’«»„‹›—–-"


class Attributor:
    """Tells who says what. Safe for several threads.

    `documents` are those whose speakers' names and offices a text may use unexplained.
    """

    def __init__(self, documents: Iterable[Document | Source] = ()) -> None:
        self._known = Known((speaker, each.metadata.date) for each in documents for speaker in each.metadata.speakers)

    def __call__(self, documents: Sequence[tuple[Document, Sequence[Passage]]]) -> Iterator[tuple[Passage, ...]]:
        """Yield each document's passages with who says what in them."""
        texts = [straightened(document.text) for document, _ in documents]
        for (document, passages), text, read in zip(documents, texts, paragraphs_of(texts), strict=True):
            yield spread(self._said(text, read, document.metadata), passages)

    def attributions(self, text: str, metadata: Metadata) -> tuple[Attribution, ...]:
        """Return who says what in a text, in order; of two that nest the outer comes first.

        What nobody is quoted or reported for is not there: it is the document's own.
        """
        plain = straightened(text)
        return self._said(plain, next(paragraphs_of([plain])), metadata)

    def _said(self, text: str, read: Sequence[Paragraph], metadata: Metadata) -> tuple[Attribution, ...]:
        found = _Reading(text, read, metadata, self._known.around(metadata.date)).attributions()
        return tuple(sorted(dict.fromkeys(found), key=lambda each: (each.start, -each.end)))


class _Reading:
    """One pass over a text, in which what comes before decides whom a pronoun means."""

    def __init__(self, text: str, read: Sequence[Paragraph], metadata: Metadata, known: Contemporaries) -> None:
        self._text = text
        self._paragraphs = read
        mentions = [mention for paragraph in self._paragraphs for mention in paragraph.parsed.people]
        self._resolver = Resolver(text, Cast(text, metadata, known, mentions), Own(metadata))
        self._spoken = self._resolver.spoken(turns(text))
        self._quoted = [each.span for paragraph in self._paragraphs for each in paragraph.quoted]
        # What nobody is told to say in a statement is of who makes it.
        self._has_speaker = len(metadata.speakers) == 1
        self._exchange = Exchange()
        self._latest: Voice | None = None

    def attributions(self) -> Iterator[Attribution]:
        yield from self._turns()
        continues = False
        for paragraph in self._paragraphs:
            if paragraph.is_heading:
                continue
            self._resolver.speaks(self._speaking(paragraph.span.start))
            heard = self._heard(paragraph.parsed)
            voices = self._voices(paragraph, heard, continues=continues)
            yield from self._quotations(voices)
            for nesting in paragraph.nestings:
                yield from self._inner(nesting, next(voice for quoted, _, voice in voices if quoted is nesting.outer))
            yield from _reports(heard, paragraph)
            self._remember(paragraph, heard, voices)
            continues = bool(paragraph.quoted) and paragraph.quoted[-1].continues

    def _turns(self) -> Iterator[Attribution]:
        for turn, voice in self._spoken:
            yield _quotation(turn.said, Span(turn.label.start, turn.said.end), voice)

    def _speaking(self, at: int) -> Voice | None:
        """Whose turn it is in a transcript at a place."""
        place = bisect_right(self._spoken, at, key=lambda each: each[0].label.start) - 1
        return self._spoken[place][1] if place >= 0 else None

    def _heard(self, parsed: Parsed) -> list[Heard]:
        """The reports of a stretch with their speakers, in the order of the text."""
        steps: list[tuple[int, Report | Mention]] = [(place_of(each), each) for each in parsed.reports]
        steps += [(span.start, mention) for span, mention in parsed.subjects]
        heard = []
        # Whom a sentence is about is in view only after who speaks in its first words is known.
        for at, step in sorted(steps, key=lambda each: (each[0], isinstance(each[1], Mention))):
            if isinstance(step, Report):
                heard.append(Heard(step, self._resolver.voice(step)))
            else:
                self._resolver.note(at, step)
        return heard

    def _voices(
        self, paragraph: Paragraph, heard: Sequence[Heard], *, continues: bool
    ) -> list[tuple[Quoted, Heard | None, Voice | None]]:
        """Each quotation with the report of it, and with who says it."""
        by = [reporting(each.span, heard) or self._acted(each, paragraph) for each in paragraph.quoted]
        voices = [
            each.voice if each else self._carried(paragraph, at, by, continues=continues) for at, each in enumerate(by)
        ]
        return list(zip(paragraph.quoted, by, voices, strict=True))

    def _acted(self, quoted: Quoted, paragraph: Paragraph) -> Heard | None:
        """Who acts in the sentence that a quotation is set off from by a comma: “…,” she deadpanned."""
        if not self._is_set_off(quoted.span):
            return None
        for sentence, mention in paragraph.parsed.subjects:
            beside = not _covers(quoted.span, mention.span)
            if beside and sentence.start <= quoted.span.end and quoted.span.start <= sentence.end:
                report = Report(mention.span, mention, (quoted.span,), sentence, 2)
                return Heard(report, self._resolver.voice(report))
        return None

    def _is_set_off(self, span: Span) -> bool:
        at = span.start - 1
        while at >= 0 and self._text[at] in _MARKS:
            at -= 1
        return self._text[span.end - 1] in ",—" or (at >= 0 and self._text[at] in ",:")

    def _carried(self, paragraph: Paragraph, at: int, by: Sequence[Heard | None], *, continues: bool) -> Voice | None:
        """Who says a quotation that no word reports: who said the one before or after it, or spoke last."""
        quoted = paragraph.quoted[at]
        if not self._is_whole(quoted.span) or is_pulled(self._text, quoted.span, self._quoted):
            return None
        before = next((each for each in reversed(by[:at]) if each), None)
        if before:
            return before.voice
        opens = self._opens(paragraph, quoted)
        after = next((each for each in by[at + 1 :] if each), None)
        if after and opens:
            return after.voice
        if continues or not self._is_alone(paragraph):
            return self._latest if continues or opens else None
        return self._exchange.turn or self._answering(quoted.span.start) or self._latest

    def _answering(self, at: int) -> Voice | None:
        """Who answers a question: of those named before the last one who is not its asker."""
        asker = self._exchange.asker
        return self._resolver.latest_but(asker.speaker, at) if asker else None

    def _is_whole(self, span: Span) -> bool:
        """Whether a quotation is a sentence of its own, not words within another."""
        words = self._text[span.start : span.end]
        first = next((character for character in words if character.isalpha()), "")
        return first.isupper() or words[:1] in "…[" or words[-1:] in ".?!,"

    def _is_alone(self, paragraph: Paragraph) -> bool:
        """Whether a paragraph is one quotation and nothing else."""
        if len(paragraph.quoted) != 1:
            return False
        span, outer = paragraph.quoted[0].span, paragraph.span
        beside = self._text[outer.start : span.start] + self._text[span.end : outer.end]
        return not beside.strip(_MARKS)

    def _quotations(self, voices: Sequence[tuple[Quoted, Heard | None, Voice | None]]) -> Iterator[Attribution]:
        for quoted, by, voice in voices:
            is_own = by is None and (self._has_speaker or self._is_the_texts_own(quoted.span))
            if not is_title(self._text, quoted.span) and (voice or not is_own):
                yield _quotation(quoted.span, frame_of(quoted.span, by.report) if by else quoted.span, voice)

    def _is_the_texts_own(self, span: Span) -> bool:
        """Whether words that nobody is told to say are in marks for another reason: a distance kept, or large print."""
        short = len(self._text[span.start : span.end].split()) < FEWEST_WORDS
        return short or is_pulled(self._text, span, self._quoted)

    def _inner(self, nesting: Nesting, outer: Voice | None) -> Iterator[Attribution]:
        """The quotations within one, whose “I” is who says that one."""
        heard = [Heard(each, self._resolver.voice_within(each, outer)) for each in nesting.parsed.reports]
        for quoted in nesting.inner:
            by = reporting(quoted.span, heard)
            if by and by.voice:
                yield _quotation(quoted.span, frame_of(quoted.span, by.report), by.voice)

    def _remember(
        self,
        paragraph: Paragraph,
        heard: Sequence[Heard],
        voices: Sequence[tuple[Quoted, Heard | None, Voice | None]],
    ) -> None:
        """Keep who speaks last, so that a bare quotation in the next paragraph is theirs, and whose turn it is."""
        quoted = [voice for _, _, voice in voices if voice]
        spoken = [each.voice for each in heard if each.voice]
        about = self._resolver.in_view(paragraph.span)
        self._latest = quoted[-1] if quoted else spoken[-1] if spoken else about
        if quoted and self._opens(paragraph, paragraph.quoted[0]):
            self._exchange.hear(quoted[-1], asks=self._asks(voices[-1]))
        else:
            self._exchange.end()

    def _opens(self, paragraph: Paragraph, quoted: Quoted) -> bool:
        """Whether a paragraph opens with a quotation."""
        return not self._text[paragraph.span.start : quoted.span.start].strip(_MARKS)

    def _asks(self, last: tuple[Quoted, Heard | None, Voice | None]) -> bool:
        quoted, by, _ = last
        if not by or self._text[quoted.span.end - 1] != "?":
            return False
        return self._text[by.report.cue.start : by.report.cue.end].lower() in ("asked", "asks")


def _reports(heard: Sequence[Heard], paragraph: Paragraph) -> Iterator[Attribution]:
    """What is reported in other words; what a quotation holds whole is that one's."""
    for each in heard:
        for run in joined_runs(each.report) if each.voice else ():
            if each.voice and not any(_covers(quoted.span, run) for quoted in paragraph.quoted):
                frame = frame_of(run, each.report)
                yield Attribution(run.start, run.end, frame, each.voice.speaker, each.voice.mention, "report")


def _quotation(span: Span, frame: Span, voice: Voice | None) -> Attribution:
    speaker, mention = (voice.speaker, voice.mention) if voice else (None, None)
    return Attribution(span.start, span.end, frame, speaker, mention, "quotation")


def _covers(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def spread(said: Sequence[Attribution], passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return a document's passages, each with what of `said` reaches into it."""
    return tuple(replace(each, attributions=_reaching(said, each)) for each in passages)


def _reaching(said: Sequence[Attribution], passage: Passage) -> tuple[Attribution, ...]:
    return tuple(each for each in said if each.start < passage.end and passage.start < each.end)
