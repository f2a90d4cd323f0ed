"""Sentences of a library as they are, lightly rephrased, and changed in one thing, made by a seeded script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from bot.answering.sentences import Candidate, candidates
from bot.attribution.marks import quotations
from bot.library import Library
from bot.library.rows import key_of
from bot.retrieval import Evidence
from bot.support.particulars import UNITS, read
from bot.terms import STOPWORDS

MONTHS = "January February March April May June July August September October November December".split()
COUNTRIES = "Canada China Japan Russia Norway Sweden France Iran Brazil Australia Germany India".split()
OTHER_UNITS = {
    "barrels": "tonnes", "tonnes": "barrels", "per cent": "tonnes", "%": " kilometres", "years": "months",
    "months": "years", "days": "weeks", "weeks": "days", "hours": "days", "kilometres": "miles", "miles": "metres",
    "year": "month", "month": "year", "day": "week", "week": "year", "dollars": "euros", "minutes": "hours",
    "metres": "miles", "feet": "miles", "square": "cubic", "km": "miles", "pounds": "tonnes", "yards": "miles",
    "yard": "mile", "decade": "century", "century": "decade", "centuries": "decades", "decades": "centuries",
}  # fmt: skip
SYNONYMS = {
    "said": "stated", "meeting": "gathering", "about": "around", "also": "", "however": "", "must": "has to",
    "announced": "made known", "large": "big", "began": "started", "shows": "demonstrates", "help": "assist",
    "many": "a lot of", "because": "since", "wants": "would like", "several": "a number of", "often": "frequently",
}  # fmt: skip
_SPELT = {
    str(value): word for value, word in enumerate("two three four five six seven eight nine ten".split(), start=2)
}
_WORD = re.compile(rf"\b(?!(?:{'|'.join(STOPWORDS)})\b)[a-z]{{4,}}\b")
_COPULA = re.compile(r"\b(is|are|was|were|will|would|can|could|should|must|has|have|had|may)\b(?! (?:not|no|never)\b)")
_NOT = re.compile(r"\b(?:not|never) |n[’']t\b|\bno (?=\w)")
_LEAD = re.compile(r"^((?:In|On|At|After|By|Since|During) [^,]{4,40}), (.+)\.$")
_APPOSITION = re.compile(r", (?:who|which|a|an|the) [^,.]{4,60},")
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)})(?: (\d{{4}}))?\b")


@dataclass(frozen=True)
class Case:
    """A sentence with the passages it cites, what was done to it, and whether it says the same still."""

    kind: str
    text: str
    original: str
    cited: tuple[Candidate, ...]

    @property
    def holds(self) -> bool:
        return self.kind in ("untouched", "rephrased")


def cases(library: Library, seed: int, share: Callable[[int], bool] = lambda _: True) -> Iterator[Case]:
    """Yield cases of the documents whose number `share` takes."""
    random = Random(seed)
    everything = _passages(library, share)
    names = sorted({name.written for each in everything for name in _names(each)})
    words = sorted({match.group() for each in everything for match in _WORD.finditer(each.passage.text)})
    for order, evidence in enumerate(everything):
        beside = everything[max(0, order - 1) : order + 2]
        cited = tuple(candidates([each for each in beside if each.source.id == evidence.source.id]))
        for candidate in candidates([evidence]):
            if 5 < len(candidate.text.split()) < 45 and "\n" not in candidate.text:
                yield from _of(candidate, cited, names, words, random)


def _passages(library: Library, share: Callable[[int], bool]) -> list[Evidence]:
    chosen = [(number, source) for number, source in library.sources.items() if share(number)]
    keys = [key_of(number, ordinal) for number, source in chosen for ordinal in range(source.passages)]
    return [Evidence(stored, 1.0, 1.0, 1.0) for stored in library.passages(keys).values()]


def _names(evidence: Evidence) -> list:
    return [each for each in read(evidence.passage.text).particulars if each.kind == "name" and len(each.written) > 3]


def _of(
    candidate: Candidate, cited: tuple[Candidate, ...], names: Sequence[str], words: Sequence[str], random: Random
) -> Iterator[Case]:
    text = candidate.text
    changes = {"untouched": text, **{kind: change(text, random) for kind, change in CHANGES.items()}}
    changes["name"] = _other_name(text, names, random)
    changes["word"] = _other_word(text, words, random)
    changes["speaker"] = _other_speaker(candidate, random)
    for kind, changed in changes.items():
        if changed and (changed != text or kind == "untouched"):
            yield Case(kind, changed, text, cited)


def rephrased(text: str, random: Random) -> str | None:
    """One to three light changes of form, whichever apply."""
    if any(character in text for character in '“”"'):
        return None
    steps = [_moved, _spelt, _contracted, _synonym, _american, _without_apposition]
    random.shuffle(steps)
    done, changed = 0, text
    for step in steps:
        after = step(changed)
        if after != changed and done < 3:
            changed, done = after, done + 1
    return changed if done else None


def _moved(text: str) -> str:
    match = _LEAD.match(text)
    return f"{match[2][0].upper()}{match[2][1:]} {match[1][0].lower()}{match[1][1:]}." if match else text


def _spelt(text: str) -> str:
    return re.sub(r"(?<![\d.,])\b([2-9]|10)\b(?![\d.,%]|\s+\w+ber\b)", lambda match: _SPELT[match[1]], text)


def _contracted(text: str) -> str:
    return re.sub(r"\b(is|are|was|were|did|does|do|would|should|could|has|have|had) not\b", r"\1n’t", text)


def _synonym(text: str) -> str:
    for word, other in SYNONYMS.items():
        changed = re.sub(rf"\b{word}\b ?", f"{other} " if other else "", text, count=1)
        if changed != text:
            return changed
    return text


def _american(text: str) -> str:
    return _DAY_FIRST.sub(lambda match: f"{match[2]} {match[1]}" + (f", {match[3]}" if match[3] else ""), text)


def _without_apposition(text: str) -> str:
    return _APPOSITION.sub("", text, count=1)


def other_number(text: str, random: Random) -> str | None:
    found = [each for each in read(text).particulars if each.kind == "number" and each.written[:1].isdigit()]
    if not found:
        return None
    each = random.choice(found)
    digits = re.match(r"[\d,.]*\d", each.written)
    value = float(digits.group().replace(",", ""))
    other = random.choice([value + 1, value * 2, value * 10, value + 7])
    shown = f"{other:,.0f}" if other == int(other) else f"{other:.1f}"
    return text.replace(digits.group(), shown, 1)


def other_date(text: str, random: Random) -> str | None:
    read_text = read(text)
    found = [each for each in read_text.particulars if each.kind == "date"]
    if not found:
        return None
    each = random.choice(found)
    start, end = read_text.words[each.first].start, read_text.words[each.last].end
    if each.written in MONTHS:
        other = random.choice([month for month in MONTHS if month != each.written])
    elif each.written.isdigit():
        other = str(int(each.written) + random.choice([1, 2, 3])) if int(each.written) > 31 else str(
            random.choice([day for day in range(1, 29) if str(day) not in text])
        )  # fmt: skip
    else:
        return None
    return text[:start] + other + text[end:]


def other_unit(text: str, random: Random) -> str | None:
    read_text = read(text)
    found = [each for each in read_text.particulars if each.kind == "unit" and each.written in OTHER_UNITS]
    if not found:
        scale = re.search(r"\b(million|billion)\b", text)
        return text.replace(scale[1], "billion" if scale[1] == "million" else "million", 1) if scale else None
    each = random.choice(found)
    start, end = read_text.words[each.first].start, read_text.words[each.last].end
    return text[:start] + OTHER_UNITS[each.written] + text[end:]


def other_negation(text: str, random: Random) -> str | None:
    outside = _outside_quotations(text)
    there = [match for match in _NOT.finditer(text) if outside(match.start())]
    if there:
        match = random.choice(there)
        return text[: match.start()] + text[match.end() :]
    found = [match for match in _COPULA.finditer(text) if outside(match.start())]
    if not found:
        return None
    match = random.choice(found)
    return f"{text[: match.end()]} not{text[match.end() :]}"


def _outside_quotations(text: str) -> Callable[[int], bool]:
    quoted = quotations(text)
    return lambda at: not any(span.start <= at < span.end for span in quoted)


def _other_name(text: str, names: Sequence[str], random: Random) -> str | None:
    read_text = read(text)
    found = [each for each in read_text.particulars if each.kind == "name" and len(each.written) > 3]
    others = [name for name in names if name not in text and name.isalpha()]
    if not found or not others:
        return None
    each = random.choice(found)
    start, end = read_text.words[each.first].start, read_text.words[each.last].end
    pool = COUNTRIES if each.written in COUNTRIES else others
    other = random.choice([name for name in pool if name not in text])
    return text[:start] + other + text[end:]


def _other_word(text: str, words: Sequence[str], random: Random) -> str | None:
    """The sentence with a word of content that stands elsewhere in the place of one of its own."""
    found = list(_WORD.finditer(text))
    if not found:
        return None
    match = random.choice(found)
    return text[: match.start()] + random.choice(words) + text[match.end() :]


def _other_speaker(candidate: Candidate, random: Random) -> str | None:
    """The sentence with another of the library's speakers in the place of whoever is told to say it."""
    said = [each for each in candidate.evidence.passage.attributed(candidate.span) if each.speaker and each.mention]
    there = [each for each in said if each.mention in candidate.text and each.mention[0].isupper()]
    if not there:
        return None
    surnames = ["Freeland", "Tillerson", "Lavrov", "Mattis", "Guterres", "Haley", "Trump", "Abe"]
    other = random.choice([each for each in surnames if each not in candidate.text])
    return candidate.text.replace(random.choice(there).mention, other, 1)


CHANGES: dict[str, Callable[[str, Random], str | None]] = {
    "rephrased": rephrased,
    "number": other_number,
    "date": other_date,
    "unit": other_unit,
    "negation": other_negation,
}
assert set(OTHER_UNITS) & set(UNITS)
