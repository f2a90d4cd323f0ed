"""Subtitles of a speech, SubRip or WebVTT: cues are joined to paragraphs, and each cue marks its second."""

from __future__ import annotations

import html
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import PurePath

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from bot.errors import UnreadableDocument
from bot.loading.blocks import Blocks
from bot.loading.decoding import decode
from bot.loading.normalisation import one_line
from bot.loading.parsed import Parsed
from bot.records import Mark, Metadata, Speaker

# After a sentence's end, a silence of so many seconds, or so much text, begins a new paragraph; where a machine
# wrote no punctuation, only so much text does.
_SILENCE = 3
_LONG = 600
_LONGEST = 2000
_SENTENCE_END = re.compile(r"[.!?…][\"'’”»)\]]*$")
# How a change of speaker is written inside of a cue's text, as broadcasters do it.
_LABEL = re.compile(r"(?:>>+ *|- *)?(?P<name>[A-ZÀ-Þ][\w.’'-]*(?: [A-ZÀ-Þ][\w.’'-]*){0,5}): +(?=\S)")
_CHANGE = re.compile(r">>+ *")
_SUBRIP_STYLE = re.compile(r"\{\\[^}\n]*\}")


@dataclass(frozen=True, slots=True)
class _Cue:
    """What is shown from `start` to `end`, in seconds, and who says it where that is told."""

    start: int
    end: int
    lines: tuple[str, ...]
    speaker: str | None

    @property
    def text(self) -> str:
        """The lines as one."""
        return " ".join(self.lines)


@dataclass(slots=True)
class _Paragraph:
    """The cues of one speaker so far, and where each of them begins."""

    speaker: str | None
    text: str = ""
    end: int = 0
    marks: list[Mark] = field(default_factory=list)

    def takes(self, cue: _Cue) -> bool:
        """Whether a cue goes on with the paragraph."""
        if cue.speaker != self.speaker:
            return False
        ends = _SENTENCE_END.search(self.text)
        enough = cue.start - self.end >= _SILENCE or len(self.text) >= _LONG
        return not (ends and enough) and len(self.text) < _LONGEST

    def add(self, cue: _Cue) -> None:
        """Append a cue's text."""
        self.text += " " if self.text else ""
        self.marks.append(Mark(len(self.text), second=cue.start))
        self.text += cue.text
        self.end = cue.end


def read(data: bytes, name: str) -> Parsed:
    """The text of subtitles in paragraphs, each led by its speaker where there are several, with the seconds.

    Raises:
        UnreadableDocument: it is no text, or no subtitles.
    """
    cues = _labelled(_shown_once(list(_cues(decode(data, name), name))))
    if not cues:
        raise _unreadable(name)
    speakers = list(dict.fromkeys(cue.speaker for cue in cues if cue.speaker))
    blocks = Blocks()
    for paragraph in _paragraphs(cues):
        lead = f"{paragraph.speaker}: " if paragraph.speaker and len(speakers) > 1 else ""
        blocks.add(paragraph.text, marks=paragraph.marks, lead=lead)
    return blocks.parsed(Metadata(title="", speakers=(Speaker(speakers[0]),)) if len(speakers) == 1 else None)


def _cues(text: str, name: str) -> Iterator[_Cue]:
    """The cues of a file, those in which two voices speak as one for each."""
    is_webvtt = text.lstrip().startswith("WEBVTT") or PurePath(name).suffix.lower() == ".vtt"
    try:
        subtitles = webvtt.from_buffer(io.StringIO(text.lstrip()), "vtt" if is_webvtt else "srt")
        for caption in subtitles.captions:
            for lines in _by_voice(caption.lines):
                part = webvtt.Caption(caption.start, caption.end, lines)
                if part.end_in_seconds < part.start_in_seconds:
                    continue
                said = tuple(filter(None, map(_said, part.text.split("\n"))))
                yield _Cue(part.start_in_seconds, part.end_in_seconds, said, part.voice)
    except (MalformedFileError, MalformedCaptionError) as error:
        raise _unreadable(name) from error


def _unreadable(name: str) -> UnreadableDocument:
    hint = "Save it as SubRip (.srt) or WebVTT (.vtt)."
    return UnreadableDocument(f"{name} holds no subtitles that can be read.", hint)


def _said(line: str) -> str:
    return one_line(html.unescape(_SUBRIP_STYLE.sub("", line)))


def _by_voice(lines: list[str]) -> Iterator[list[str]]:
    """The lines of a cue, those from one voice tag to the next together."""
    starts = [0, *(at for at, line in enumerate(lines) if at and line.startswith("<v")), len(lines)]
    for start, end in pairwise(starts):
        yield lines[start:end]


def _shown_once(cues: list[_Cue]) -> list[_Cue]:
    """The cues without the lines of rolling captions that stay on the screen while the next one comes in.

    Captions roll where many cues add to the end of the one before; a speaker may well say a line twice.
    """
    kept = [cue.lines for cue in cues[:1]]
    kept += [later.lines[_shared(earlier.lines, later.lines) :] for earlier, later in pairwise(cues)]
    rolling = sum(0 < len(lines) < len(cue.lines) for cue, lines in zip(cues, kept, strict=True))
    if rolling * 3 > len(cues):
        cues = [replace(cue, lines=lines) for cue, lines in zip(cues, kept, strict=True)]
    return [cue for cue in cues if cue.lines]


def _shared(earlier: tuple[str, ...], later: tuple[str, ...]) -> int:
    """How many lines at the end of one cue are those at the beginning of the next."""
    longest = min(len(earlier), len(later))
    return next((count for count in range(longest, 0, -1) if earlier[-count:] == later[:count]), 0)


def _labelled(cues: list[_Cue]) -> list[_Cue]:
    """The cues with the speaker that their text names; a name stays until the next one or a mark of change."""
    labels = [_LABEL.match(cue.text) for cue in cues]
    counts = Counter(label["name"] for label in labels if label)
    speaker: str | None = None
    labelled = []
    for cue, label in zip(cues, labels, strict=True):
        change = _CHANGE.match(cue.text)
        named = label if label and _is_name(label["name"], counts) else None
        speaker = named["name"] if named else None if change else speaker
        cut = named or change
        said = cue.text[cut.end() :] if cut else cue.text
        labelled.append(replace(cue, lines=(said,), speaker=cue.speaker or speaker))
    return labelled


def _is_name(label: str, counts: Counter[str]) -> bool:
    """Whether a label is a name: “Peace: it comes at a price” begins with none."""
    return label.isupper() or " " in label or counts[label] > 1


def _paragraphs(cues: list[_Cue]) -> Iterator[_Paragraph]:
    paragraph: _Paragraph | None = None
    for cue in cues:
        if paragraph is None or not paragraph.takes(cue):
            if paragraph:
                yield paragraph
            paragraph = _Paragraph(cue.speaker)
        paragraph.add(cue)
    if paragraph:
        yield paragraph
