"""Quotations with the verdict that they deserve, made from documents by a seeded script.

A case is true by the way it is made: a stretch of a source as it stands, the same set otherwise, the same with one
change to its words, the same under the name of somebody who never said it, or words that no source has.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

EACH = 45
"""Cases of a kind."""

CHANGED = {
    "will": "would", "is": "was", "are": "were", "has": "had", "have": "had", "says": "said", "said": "says",
    "calls": "called", "called": "calls", "was": "is", "can": "could", "were": "are", "had": "has", "asks": "asked",
    "warns": "warned", "warned": "warns", "announced": "announces", "agreed": "agree", "need": "needed",
    "support": "supported", "supports": "supported", "began": "begins", "made": "makes", "became": "become",
}  # fmt: skip
NEGATED = ("is", "are", "was", "were", "will", "would", "can", "could", "has", "have", "must", "should", "does", "did")
ADDED = "clearly perhaps very immediately again together always global further strongly public largely soon".split()
SWAPPED = "banana window promptly velvet seven forest neutral to discuss quietly market garden orange winter".split()
INVENTED = (
    "we will never talk to North Korea",
    "Canada will send troops to the peninsula before the spring",
    "sanctions have failed and everybody in this room knows it",
    "the era of strategic patience has come to its natural end",
    "our ministers will meet in Halifax without the press",
    "North Korea has earned a place among the nuclear powers",
    "there is no military solution, and there never was one",
    "I spoke with Chairman Kim this morning and he agreed",
    "the missile fell within sight of our fishing boats",
    "we stand ready to lift every sanction tomorrow",
    "Beijing has promised us that the oil will stop",
    "the United Nations Command has outlived its purpose",
    "diplomacy is a fine word for doing nothing",
    "let the record show that Canada objected",
    "our patience is exhausted and our bombers are fuelled",
    "the summit in Hanoi was a great success",
    "no country has done more for refugees than ours",
    "climate change is the defining challenge of our generation",
    "the price of bread will double before the winter",
    "interest rates will remain where they are for a year",
    "I have nothing to offer but blood, toil, tears and sweat",
    "ask not what your country can do for you",
    "the quick brown fox jumps over the lazy dog",
    "we choose to go to the moon in this decade",
    "every citizen deserves a doctor within an hour's drive",
    "a resolution without teeth is only paper",
    "the generals told me it would be over in a week",
    "our allies in Seoul were never consulted about this plan",
    "Moscow would veto any text that mentions regime change",
    "the ambassador walked out before the vote was taken",
)
SUBJECTS = ("The council", "My government", "The minister", "Every delegation", "Our parliament", "The committee")
VERBS = ("rejects outright", "has long admired", "intends to buy", "cannot afford", "will audit", "regrets losing")
OBJECTS = ("the harbour authority's figures", "a second railway to the coast", "these fishing licences", "any new tax")
ENDS = (
    "before the autumn recess",
    "whatever the newspapers print",
    "as my predecessor liked to say",
    "by a wide margin",
)


@dataclass(frozen=True)
class Said:
    """A sentence of a source, with who says it where that is known."""

    text: str
    speaker: str | None


@dataclass(frozen=True)
class Case:
    """A quotation, who is said to say it, and what a check should find."""

    kind: str
    quote: str
    verdict: str
    speaker: str | None = None
    actual: str | None = None


def cases(said: Sequence[Said], phrases: Sequence[Said], seed: int) -> list[Case]:
    """Return cases of every kind; `phrases` are such that one speaker alone says them."""
    chance = random.Random(seed)
    made = [case for kind, (verdict, make) in MAKERS.items() for case in _of(kind, verdict, make, said, chance)]
    return [*made, *_misattributed(phrases, chance), *_invented(chance)]


def _of(
    kind: str, verdict: str, make: Callable[[list[str], random.Random], str | None], said: Sequence[Said], chance
) -> Iterator[Case]:
    count = 0
    for each in chance.sample(list(said), len(said)) * 20:
        words = _stretch(each.text, chance)
        quote = make(words, chance) if words else None
        if (quote and quote != " ".join(words)) or (quote and kind == "verbatim"):
            count += 1
            yield Case(kind, quote, verdict, each.speaker if chance.random() < 0.5 else None)
        if count == EACH:
            return


def _stretch(text: str, chance: random.Random) -> list[str]:
    """Seven to twenty words that follow each other."""
    words = text.split()
    if len(words) < 7:
        return []
    length = chance.randint(7, min(20, len(words)))
    first = chance.randint(0, len(words) - length)
    return words[first : first + length]


def _verbatim(words: list[str], chance: random.Random) -> str:
    return " ".join(words)


def _typographic(words: list[str], chance: random.Random) -> str:
    text = " ".join(words)
    changes: list[Callable[[str], str]] = [
        lambda text: text.replace("’", "'").replace("“", '"').replace("”", '"'),
        lambda text: text.replace("fi", "ﬁ").replace("fl", "ﬂ"),
        lambda text: text.replace(" ", "\n", 2).replace(" ", "\u00a0", 1),
        lambda text: text[0].swapcase() + text[1:],
        lambda text: text.replace("-", "\u2011").replace(" – ", "—").replace(" — ", " - "),
        lambda text: re.sub(r"\b(\w{4})(\w{4,})\b", "\\1-\n\\2", text, count=1),
        lambda text: re.sub(r"\b(\w{4})(\w{4,})\b", "\\1\u00ad\\2", text, count=1),
        lambda text: f"  “{text}.” ",
        lambda text: f"…{text} […]",
        lambda text: text.replace("'s", "’s").replace(", ", " , ", 1),
    ]
    for change in chance.sample(changes, 2):
        text = change(text)
    return text


def _ellipsis(words: list[str], chance: random.Random) -> str:
    first = chance.randint(3, len(words) - 4)
    last = chance.randint(first + 1, len(words) - 3)
    return " ".join([*words[:first], chance.choice(["…", "[…]", "...", ". . .", "(…)"]), *words[last:]])


def _bracketed(words: list[str], chance: random.Random) -> str:
    at = chance.randint(1, len(words) - 2)
    way = chance.random()
    if way < 0.3:
        return f"[{words[0][0].swapcase()}]{words[0][1:]} {' '.join(words[1:])}" if words[0][0].isalpha() else ""
    new = f"[{chance.choice(['the ministers', 'it', 'this country', 'they'])}]"
    return " ".join([*words[:at], new, *words[at + (way < 0.8) :]])


def _swapped(words: list[str], chance: random.Random) -> str | None:
    at = chance.randint(1, len(words) - 2)
    return " ".join([*words[:at], chance.choice(SWAPPED), *words[at + 1 :]]) if words[at].isalpha() else None


def _dropped(words: list[str], chance: random.Random) -> str | None:
    at = chance.randint(1, len(words) - 2)
    return " ".join([*words[:at], *words[at + 1 :]]) if words[at].isalpha() else None


def _added(words: list[str], chance: random.Random) -> str:
    at = chance.randint(1, len(words) - 1)
    return " ".join([*words[:at], chance.choice(ADDED), *words[at:]])


def _tense(words: list[str], chance: random.Random) -> str | None:
    places = [at for at, word in enumerate(words) if word in CHANGED]
    if not places:
        return None
    at = chance.choice(places)
    return " ".join([*words[:at], CHANGED[words[at]], *words[at + 1 :]])


def _negated(words: list[str], chance: random.Random) -> str | None:
    if "not" in words[1:-1]:
        return " ".join(word for word in words if word != "not")
    places = [at for at, word in enumerate(words[:-1]) if word in NEGATED]
    if not places:
        return None
    at = chance.choice(places)
    return " ".join([*words[: at + 1], "not", *words[at + 1 :]])


def _misattributed(phrases: Sequence[Said], chance: random.Random) -> list[Case]:
    speakers = sorted({each.speaker for each in phrases if each.speaker})
    made = []
    for _ in range(EACH):
        said = chance.choice(phrases)
        other = chance.choice([name for name in speakers if name != said.speaker])
        made.append(Case("misattributed", said.text, "misattributed", other, said.speaker))
    return made


def _invented(chance: random.Random) -> list[Case]:
    parts = (SUBJECTS, VERBS, OBJECTS, ENDS)
    composed = {" ".join(chance.choice(part) for part in parts) for _ in range(EACH)}
    return [Case("invented", quote, "not found") for quote in (*INVENTED, *sorted(composed)[:EACH])]


MAKERS: dict[str, tuple[str, Callable[[list[str], random.Random], str | None]]] = {
    "verbatim": ("verbatim", _verbatim),
    "typographic": ("verbatim", _typographic),
    "ellipsis": ("verbatim", _ellipsis),
    "brackets": ("verbatim", _bracketed),
    "swapped": ("altered", _swapped),
    "dropped": ("altered", _dropped),
    "added": ("altered", _added),
    "tense": ("altered", _tense),
    "negated": ("altered", _negated),
}
