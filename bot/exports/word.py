"""A conversation as a DOCX file."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import docx
from docx.document import Document

from bot.exports.numbering import Numbering
from bot.exports.wording import ENGLISH, Wording, line
from bot.records import Answer, Sentence, Source


def as_word(name: str, answers: Sequence[Answer], sources: Mapping[str, Source], wording: Wording = ENGLISH) -> bytes:
    """Return the file: a heading for each question, numbered citations, and their references and quotes at its end."""
    numbers = Numbering(answers)
    file = docx.Document()
    file.core_properties.title, file.core_properties.author = line(name)[:255], ""
    file.core_properties.comments = ""
    file.add_heading(line(name), 0)
    for answer in answers:
        _add_answer(file, answer, numbers, wording)
    if numbers.citations:
        _add_references(file, numbers, sources, wording)
    written = io.BytesIO()
    file.save(written)
    return written.getvalue()


def _add_answer(file: Document, answer: Answer, numbers: Numbering, wording: Wording) -> None:
    file.add_heading(line(answer.question), 1)
    for remark in wording.remarks(answer):
        file.add_paragraph().add_run(line(remark)).italic = True
    if answer.sides:
        for side in answer.sides:
            file.add_heading(line(wording.side_name(side)), 2)
            _add_sentences(file, side.sentences, numbers, wording)
            if not side.sentences:
                file.add_paragraph(line(wording.message(side.reason or "")))
    elif answer.sentences:
        _add_sentences(file, answer.sentences, numbers, wording)
    if answer.nearest:
        file.add_paragraph(f"{wording.nearest} {_markers(numbers.of(answer.nearest))}")


def _add_sentences(file: Document, sentences: Sequence[Sentence], numbers: Numbering, wording: Wording) -> None:
    if not sentences:
        return
    paragraph = file.add_paragraph()
    for at, sentence in enumerate(sentences):
        paragraph.add_run(f"{' ' if at else ''}{line(wording.said(sentence))}").italic = sentence.own_words or None
        markers = _markers(numbers.of(sentence.citations))
        if markers:
            paragraph.add_run(f" {markers}")


def _add_references(file: Document, numbers: Numbering, sources: Mapping[str, Source], wording: Wording) -> None:
    file.add_heading(wording.references, 1)
    for number, citation in enumerate(numbers.citations, 1):
        file.add_paragraph(f"[{number}] {line(wording.reference(citation, sources.get(citation.document)))}")
        file.add_paragraph(wording.quoted.format(quote=line(citation.quote)), style="Quote")
        file.add_paragraph(line(wording.placed(citation)), style="Caption")


def _markers(numbers: Sequence[int]) -> str:
    return "".join(f"[{number}]" for number in numbers)
