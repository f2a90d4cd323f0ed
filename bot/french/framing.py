"""The frame of a French question: its parts in the order in which English asks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.french.lexicon import entry, is_verb, verb


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a question; one that `is_english` stays as it is."""

    text: str
    is_english: bool = False


_HAS = r"(?:a|ont|avait|avaient)"
_BE = r"(?:est|sont|fut|furent|était|étaient|sera|seront)"
_MODAL = r"(?:doit|doivent|devrait|devraient|peut|peuvent|pourrait|pourraient)"
# Verbs that have “être” where English has “have”.
_GONE = r"(?:monté|allé|(?:re|de)?venu|arrivé|parti|tombé|né|mort|resté|passé|entré|sorti)e?s?\b"
_PRONOUN = r"-(?:t-)?(?P<pronoun>ils?|elles?|on|vous|nous)\b"
_WHAT = r"^(?:qu'est-ce\s+qu(?:e\s+|')|qu(?:e\s+|'))"
# Where the subject of an inverted question ends.
_REST = r"(?P<rest>\s+(?:de|du|des|sur|au|aux|à|contre|pour|en|dans|concernant|lors|avec|après|avant)\b.*|\s+d'.*)?$"

_HAS_SAID = re.compile(rf"{_WHAT}{_HAS}\s+(?P<verb>\w+)\s+(?P<subject>.+?){_REST}", re.IGNORECASE)
_WHAT_HAS = re.compile(rf"{_WHAT}(?P<subject>.+?)\s+{_HAS}\s+(?P<verb>\w+)(?P<rest>.*)$", re.IGNORECASE)
_MUST = re.compile(rf"{_WHAT}(?P<modal>{_MODAL})\s+(?P<verb>\w+)\s+(?P<subject>.+?){_REST}", re.IGNORECASE)
_SAYS = re.compile(rf"{_WHAT}(?P<verb>\w+)\s+(?P<subject>.+?){_REST}", re.IGNORECASE)
_HAS_DONE = re.compile(rf"^(?P<before>.*?)\s*\b(?:{_HAS}|(?:se\s+|s'){_BE}){_PRONOUN}\s+(?P<rest>.*)$", re.IGNORECASE)
_HAS_GONE = re.compile(rf"^(?P<before>.*?)\s*\b{_BE}{_PRONOUN}\s+(?P<rest>{_GONE}.*)$", re.IGNORECASE)
_IS = re.compile(rf"^(?P<before>.*?)\s*\b(?P<verb>{_BE}|{_MODAL}){_PRONOUN}(?P<rest>.*)$", re.IGNORECASE)
_DOES = re.compile(
    rf"^(?!que\s+se\b)(?P<before>.*?)\s*\b(?:se\s+|s')?(?P<verb>\w+){_PRONOUN}(?P<rest>.*)$", re.IGNORECASE
)
_COST = re.compile(rf"^combien\s+{_HAS}\s+(?P<verb>\w+)\s+(?P<subject>.+)$", re.IGNORECASE)
_MANY = re.compile(r"^combien\s+d(?:e\s+|')(?P<rest>.*)$", re.IGNORECASE)
# What is asked for, before the subject: “quand”, “combien de barils”, “quelle limite”.
_ASKED = re.compile(
    r"^(?P<asked>(?:\w+\s+)?(?:quel(?:le)?s?|combien|quand|où|pourquoi|comment|quoi|qui)\b.*?)"
    r"\s*\b(?P<subject>(?:(?:l[ea]s?|une?)\s|l'|(?-i:[A-ZÀ-Ý])).+)$",
    re.IGNORECASE,
)
_ALONE = re.compile(r"(?:(?:\w+\s+)?(?:quel(?:le)?s?|combien|quand|où|pourquoi|comment|quoi|qui)\b.*)?", re.IGNORECASE)
_OF = re.compile(r"^\s*(?:des?\s+|du\s+|d')", re.IGNORECASE)
_SPOKEN = frozenset("say think announce declare believe".split())


def framed(question: str) -> list[Part]:
    """Return the parts of a French question in English order."""
    text = re.sub(r"\s*[?!.]+\s*$", "", unicodedata.normalize("NFC", question).replace("’", "'").strip())
    text = f"{text[:1].lower()}{text[1:]}" if entry(text.split(" ")[0], ("function",)) else text
    return _said(text) or _cost(text) or _inverted(text) or _many(text)


def _said(text: str) -> list[Part]:
    """“Qu’a dit X de Y ?”: what did X say about Y."""
    for pattern, auxiliary in ((_MUST, "must"), (_HAS_SAID, "did"), (_WHAT_HAS, "did"), (_SAYS, "does")):
        match = pattern.match(text)
        if match and is_verb(match["verb"]):
            action = Part(verb(match["verb"]), is_english=True)
            told = _about(match["rest"] or "") if action.text in _SPOKEN else [Part(match["rest"] or "")]
            return [Part(f"What {auxiliary}", is_english=True), Part(match["subject"]), action, *told]
    return []


def _about(rest: str) -> list[Part]:
    """What is spoken of, which French puts after “de”."""
    return [Part("about", is_english=True), Part(_OF.sub("", rest))] if _OF.match(rest) else [Part(rest)]


def _cost(text: str) -> list[Part]:
    """“Combien a coûté X ?”: how much did X cost."""
    match = _COST.match(text)
    if not match or not is_verb(match["verb"]):
        return []
    return [Part("How much did", is_english=True), Part(match["subject"]), Part(verb(match["verb"]), is_english=True)]


def _inverted(text: str) -> list[Part]:
    """“Quand X a-t-il fait Y ?”: when did X do Y."""
    for pattern in (_HAS_DONE, _HAS_GONE, _IS, _DOES):
        match = pattern.match(text)
        if match:
            asked = _ASKED.match(match["before"])
            before, subject = (asked["asked"], asked["subject"]) if asked else _bare(match)
            return [*_many(before), *_action(match, subject)]
    return []


def _bare(match: re.Match[str]) -> tuple[str, str]:
    """What is asked for and the subject, where that is the pronoun alone, or the question asks for yes or no."""
    before = match["before"]
    if before.lower() in {"qu'", "que"}:
        return "quoi", match["pronoun"]
    return (before, match["pronoun"]) if _ALONE.fullmatch(before) else ("", before)


def _action(match: re.Match[str], subject: str) -> list[Part]:
    """The verb, before its subject as English has it in a question, and what follows."""
    if match.re is _IS:
        return [Part(match["verb"]), Part(subject), Part(match["rest"])]
    if match.re is not _DOES:
        return [Part("did", is_english=True), Part(subject), Part(match["rest"])]
    return [Part("does", is_english=True), Part(subject), Part(f"{match['verb']} {match['rest']}")]


def _many(text: str) -> list[Part]:
    """“Combien de X”: how many X; any other text as it is."""
    match = _MANY.match(text)
    if match and not match["rest"].lower().startswith("temps"):
        return [Part("How many", is_english=True), Part(match["rest"])]
    return [Part(text)]
