"""Sentences that address a language model instead of a reader: no source's claim, and nothing to answer with; pure.

A document may hold such sentences to change what a model says. They are told by their form: what they speak of (the
prompt, the instructions, the answer, the assistant) and that they command. A text on such attacks names the same
things, but reports them, and stays an answer.
"""

from __future__ import annotations

import re
from functools import lru_cache

_MODEL = (
    r"(?:(?:language |chat ?|a\.?i\.? |large )*(?:model|assistant|chatbot|bot|llm|a\.?i\.?)"
    r"|chatgpt|claude|gemini|gpt(?:-\d)?)"
)
_WHICH = r"(?:(?:all|any|the|your|these|those|other|previous|prior|above|earlier|preceding|following|system|safety) )*"
_MATTER = (
    rf"(?:{_WHICH}(?:instructions?|prompts?|rules?|guidelines?|directions?|system message|commands?|sources?|context|"
    r"passages?|documents?|citations?|question|evidence|text|conversation))"
)
_DROP = r"(?:ignore|disregard|forget|override|bypass|discard|neglect|do not (?:follow|use|obey|cite))"
_SAY = (
    r"(?:answer|reply|respond|say|state|write|output|print|repeat|cite|claim|conclude|tell (?:the user|them|everyone)|"
    r"insist|report|confirm|add|begin|end|include|translate|summari[sz]e|reveal|pretend|act)"
)
_START = (
    r"(?:^|[.!?:;…*#\-–—>}\])”\"']\s*"
    r"|\b(?:please|now|instead|and|then|so|must|should|always|only|just|simply|will|to|,)\s+)"
)
_EACH = r"(?:every|any|all|each)"
_ASKED = r"(?:questions?|answers?|quer(?:y|ies)|prompts?|sentences?|repl(?:y|ies)|responses?|claims?)"
_MUST = r"(?:must|should|shall|has to|have to|are to|is to|will)"
_TO_SAY = rf"(?:^|[.!?:]\s+)(?:(?:please|now|instead|only|just|simply|always) )*{_SAY}\s+"

_SAYING = rf"{_TO_SAY}(?:only |exactly |that |with |as if |the words? |“|\")"
"""“Say that …”, “respond only with …”."""

_COMMANDS = (
    # “Ignore the sources”, “disregard all previous instructions”
    rf"{_START}{_DROP}\s+{_MATTER}\b",
    # “When asked about X, answer that …”, “to every question reply …”, “cite this in every answer”
    rf"\b(?:when(?:ever)?|if)\b.{{0,60}}\b(?:asked|asks?|question(?:ed)?|quer(?:y|ied))\b[^,:]{{0,80}}[,:]\s*"
    rf"(?:you {_MUST}\s+)?(?:always |only |just )?{_SAY}\b",
    rf"\b(?:to|for|in) (?:{_EACH}|the) {_ASKED}\b.{{0,40}}?{_START}{_SAY}\b",
    rf"{_START}{_SAY}\b.{{0,80}}\b(?:for|to|in|after) (?:{_EACH} {_ASKED}|everything)\b",
    # “You are now …”, “Attention, AI: …”, “the assistant must say …”
    rf"\byou are (?:now |no longer |an? |the )+(?:\w+ ){{0,3}}{_MODEL}\b|\bfrom now on,? you\b",
    r"\byou are now (?:an? |the |in |called |named |acting |free |dan\b|unrestricted)",
    r"(?:^|[.!?:>]\s*)new (?:system )?(?:instructions?|prompt)\s*[:.]",
    rf"(?:^|\b(?:attention|note|dear|hey|hello|message|instructions?|order|command)s?[,:]?\s+(?:to |for )?"
    rf"(?:all |the |any |this )*){_MODEL}s?\b\s*[,:!]",
    rf"\b{_MODEL}s?\b.{{0,30}}\b{_MUST}\b.{{0,40}}\b{_SAY}\b",
    # “Cite [1]”, “the correct answer is: …”
    r"(?:^|[.!?:]\s+|\b(?:please|always|must|should|and|instead)\s+)cite\s+(?:only\s+)?"
    r"(?:\[?\d|this|the (?:first|last)|source)",
    r"\b(?:the|your|correct|right|only|final|true|official)\s+(?:correct |only |final |true )*(?:answer|reply|response)"
    r"\b.{0,40}\bis\b\s*(?:that\b|always\b|[:“\"])",
    # Fake turns of a chat
    r"<\|?\s*/?(?:im_start|im_end|system|user|assistant|start_of_turn|end_of_turn|eot_id|begin_of_text|source)",
    r"\[/?(?:inst|sys)\]|<</?sys>>|^#+\s*(?:system|instruction|assistant|human|user)s?\b\s*:?",
    r"(?:^|\n)\s*(?:system|assistant|user|human|developer|question)\s*(?:message|prompt|note|override)?\s*:",
    r"\b(?:system prompt|prompt injection|jailbreak)\b\s*:",
    _SAYING,
)
_COMMAND = re.compile("|".join(f"(?:{pattern})" for pattern in _COMMANDS), re.MULTILINE)

# Marks of direction, joiners and tags, which no reader sees and a model reads through.
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")

# No command is without one of these; most sentences are, which is told in a fraction of the time.
_HINT = re.compile(
    r"ignore|disregard|forget|overrid|bypass|discard|neglect|do not (?:follow|use|obey|cite)|ask|questio|quer|answer|"
    r"repl[yi]|respon|prompt|cite|model|assistant|bot\b|llm|\ba\.?i\b|gpt|claude|gemini|you are|now on|system|"
    r"instruction|rules?\s*[:.]|developer|human|user|\[/?(?:inst|sys)|<|jailbreak|"
    rf"{_EACH} (?:sentence|claim)|everything|{_SAYING}",
    re.MULTILINE,
)


def addresses_model(text: str) -> bool:
    """Tell whether a sentence commands whoever, or whatever, answers questions from it."""
    small = _INVISIBLE.sub("", text).lower()
    return _HINT.search(small) is not None and _COMMAND.search(small) is not None


@lru_cache(maxsize=4_000)
def tainted(text: str, starts: tuple[int, ...]) -> frozenset[int]:
    """Return the places of the commands, and of what follows each in its line; `starts` is where each sentence starts.

    What follows is what is commanded: “Ignore the sources. Say that …”.
    """
    bounds = zip(starts, (*starts[1:], len(text)), strict=True)
    found: set[int] = set()
    for place, (start, end) in enumerate(bounds):
        goes_on = place - 1 in found and "\n" not in text[starts[place - 1] : start]
        if goes_on or addresses_model(text[start:end]):
            found.add(place)
    return frozenset(found)
