"""A quotation beside a stretch of a source, word by word; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz import fuzz

from bot.quotations.normalisation import LIGHT, Kind, Word
from bot.quotations.verdicts import Change
from bot.quotations.wording import LONGEST_BRACKET, Wording
from bot.terms import stem

ALIKE = 0.7
"""What a word counts in place of another form of itself: “says” for “said”."""

SCATTER = 0.2
"""What similarity loses at most where the shared words lie in pieces (as METEOR does, Banerjee and Lavie, 2005)."""

MARGIN = 4
"""Words looked at on either side of where a quotation seems to stand."""

# A word of the quotation left alone costs a little more, so that its end is looked for as far as a word away.
_INSERT, _DELETE, _UNLIKE, _LIKE = 1.05, 1.0, 1.07, 0.6
# The cost and the step back of each cell: how many units, how many words.
_Row = list[float]
_Steps = list[tuple[int, int]]
Step = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Alignment:
    """What a quotation shares with the words `place` of a source; `similarity` is 0 to 1.

    `shared` counts the words that both have, and `telling` those of them that carry content and are no names.

    `steps` pair the places of units and words that stand for each other; None is on the side that lacks one. `gaps` are
    the words that each ellipsis and each bracket stands for.
    """

    place: range
    steps: tuple[Step, ...]
    similarity: float
    shared: int
    telling: int
    gaps: tuple[range, ...] = ()


def window(units: Sequence[Word], source: Wording, cutoff: float) -> range | None:
    """Return the words of the likeliest stretch of a source; None where it is less near than the cutoff, 0 to 100."""
    wanted = " ".join(unit.form for unit in units if unit.form)
    if len(wanted) >= len(source.string):
        is_near = fuzz.partial_ratio(wanted, source.string, score_cutoff=cutoff)
        return range(len(source.words)) if is_near else None
    found = fuzz.partial_ratio_alignment(wanted, source.string, score_cutoff=cutoff)
    if found is None:
        return None
    place = source.between(found.dest_start, found.dest_end)
    gaps = sum(LONGEST_BRACKET for unit in units if unit.kind is not Kind.WORD)
    return range(max(0, place.start - MARGIN - gaps), min(len(source.words), place.stop + MARGIN + gaps))


def align(units: Sequence[Word], source: Wording, place: range) -> Alignment | None:
    """Align a quotation with the nearest stretch within a place; None where no word is shared.

    What lies before and after the stretch costs nothing.
    """
    words = source.words[place.start : place.stop]
    steps = _trimmed(_aligned(units, words))
    values = [_credit(units, words, step) for step in steps]
    if not any(values):
        return None
    shared, telling = sum(value > 0 for value in values), sum(value > LIGHT for value in values)
    moved = [(unit, None if word is None else word + place.start) for unit, word in steps]
    shown = _closed(moved, source)
    paired = [word for _, word in shown if word is not None]
    there = range(paired[0], paired[-1] + 1)
    return Alignment(there, tuple(shown), _similarity(units, words, steps), shared, telling, _gaps(units, shown))


def changed(steps: Sequence[Step], units: Sequence[Word], words: Sequence[Word]) -> list[int]:
    """Return which steps do not pair a word with the same; what an ellipsis or a bracket stands for is the same."""
    return [at for at, step in enumerate(steps) if not _same(units, words, step)]


def difference(steps: Sequence[Step], quotation: str, units: Sequence[Word], source: Wording) -> tuple[Change, ...]:
    """Return the runs of words of both, in order; what an ellipsis or a bracket stands for counts as equal."""
    changes: list[Change] = []
    words = source.words
    for same, run in groupby(steps, key=lambda step: _same(units, words, step)):
        block = list(run)
        said = _written(quotation, [units[unit] for unit, _ in block if unit is not None])
        there = _written(source.text, [words[word] for _, word in block if word is not None])
        if same:
            changes.append(("equal", said))
        else:
            changes += [("delete", there)] if there else []
            changes += [("insert", said)] if said else []
    return tuple(changes)


def _written(text: str, words: Sequence[Word]) -> str:
    return " ".join(text[words[0].start : words[-1].end].split()) if words else ""


def _aligned(units: Sequence[Word], words: Sequence[Word]) -> list[Step]:
    """The cheapest alignment, whose ends in the source are free."""
    costs: _Row = [0.0] * (len(words) + 1)
    back: list[_Steps] = []
    keys = [word.key for word in words]
    for unit in units:
        costs, steps = _word_row(unit.key, keys, costs) if unit.kind is Kind.WORD else _gap_row(unit, costs)
        back.append(steps)
    return _traced(back, min(range(len(costs)), key=costs.__getitem__))


def _word_row(key: str, keys: Sequence[str], above: _Row) -> tuple[_Row, _Steps]:
    """The costs of a word beside each of the source; of ways that cost the same, a pair goes before all others."""
    cost = above[0] + _INSERT
    row: _Row = [cost]
    steps: _Steps = [(1, 0)]
    for at, other in enumerate(keys):
        paired = above[at] + (0.0 if key == other else _LIKE if _alike(key, other) else _UNLIKE)
        deleted, inserted = cost + _DELETE, above[at + 1] + _INSERT
        if paired <= deleted and paired <= inserted:
            cost, step = paired, (1, 1)
        elif deleted <= inserted:
            cost, step = deleted, (0, 1)
        else:
            cost, step = inserted, (1, 0)
        row.append(cost)
        steps.append(step)
    return row, steps


def _gap_row(unit: Word, above: _Row) -> tuple[_Row, _Steps]:
    reach = LONGEST_BRACKET if unit.kind is Kind.BRACKET else len(above)
    row: _Row = []
    steps: _Steps = []
    for at in range(len(above)):
        # The nearest of the cheapest places, so that a gap is as short as can be.
        best = min(range(at, max(-1, at - reach - 1), -1), key=above.__getitem__)
        row.append(above[best])
        steps.append((1, at - best))
    return row, steps


def _traced(back: Sequence[_Steps], at: int) -> list[Step]:
    unit, steps = len(back), list[Step]()
    while unit:
        up, left = back[unit - 1][at]
        # A gap stands for several words, all of which are its own.
        steps += [(unit - 1 if up else None, word) for word in range(at - 1, at - left, -1)] if left > 1 else []
        steps.append((unit - 1 if up else None, at - left if left else None))
        unit, at = unit - up, at - left
    return steps[::-1]


def _trimmed(steps: list[Step]) -> list[Step]:
    """The steps without words of the source before and after all that stand for one of the quotation."""
    kept = [at for at, (unit, _) in enumerate(steps) if unit is not None]
    return steps[kept[0] : kept[-1] + 1]


def _closed(steps: list[Step], source: Wording) -> list[Step]:
    """The steps with a word of the quotation left alone at an edge set beside the word that the source has there.

    So “until 2051” is shown beside “until 2050”. Only a word of the same clause is one that was changed.
    """
    places = [word for _, word in steps if word is not None]
    first, last = places[0], places[-1]
    head, tail = [], []
    if steps[0][1] is None and steps[1][1] is not None and first and source.is_run(first - 1):
        head, steps = [(steps[0][0], first - 1)], steps[1:]
    if steps[-1][1] is None and steps[-2][1] is not None and last + 1 < len(source.words) and source.is_run(last):
        steps, tail = steps[:-1], [(steps[-1][0], last + 1)]
    return [*head, *steps, *tail]


def _gaps(units: Sequence[Word], steps: Sequence[Step]) -> tuple[range, ...]:
    """The words that each ellipsis and each bracket stands for, where it stands for any."""
    runs = (
        [word for _, word in run if word is not None]
        for unit, run in groupby(steps, key=lambda step: step[0])
        if _is_gap(units, unit)
    )
    return tuple(range(run[0], run[-1] + 1) for run in runs if run)


def _same(units: Sequence[Word], words: Sequence[Word], step: Step) -> bool:
    unit, word = step
    if unit is None:
        return False
    return units[unit].kind is not Kind.WORD or (word is not None and units[unit].key == words[word].key)


def _credit(units: Sequence[Word], words: Sequence[Word], step: Step) -> float:
    """What a pair counts: the word's weight where it is the same, less where it is another form of it."""
    unit, word = step
    if unit is None or word is None or units[unit].kind is not Kind.WORD:
        return 0.0
    one, other = units[unit], words[word]
    if one.key == other.key:
        return (one.weight + other.weight) / 2
    return ALIKE * (one.weight + other.weight) / 2 if _alike(one.key, other.key) else 0.0


def _similarity(units: Sequence[Word], words: Sequence[Word], steps: Sequence[Step]) -> float:
    """Dice's coefficient of the weighted words, less a share that grows with the number of pieces."""
    shared = sum(_credit(units, words, step) for step in steps)
    whole = sum(units[unit].weight for unit, _ in steps if unit is not None)
    whole += sum(words[word].weight for unit, word in steps if word is not None and not _is_gap(units, unit))
    pieces = sum(1 for paired, _ in groupby(steps, key=lambda step: _paired(units, words, step)) if paired)
    pairs = sum(1 for step in steps if _credit(units, words, step))
    return 2 * shared / whole * (1 - SCATTER * max(0, pieces - 1) / max(1, pairs))


def _paired(units: Sequence[Word], words: Sequence[Word], step: Step) -> bool:
    return _is_gap(units, step[0]) or _credit(units, words, step) > 0


def _is_gap(units: Sequence[Word], unit: int | None) -> bool:
    return unit is not None and units[unit].kind is not Kind.WORD


def _alike(one: str, other: str) -> bool:
    """Whether two words are forms of one, or one of them is misspelt."""
    if one[:1] != other[:1] or min(len(one), len(other)) < 3:
        return one in _BE and other in _BE
    return stem(one) == stem(other) or (min(len(one), len(other)) > 4 and fuzz.ratio(one, other) >= 85)


_BE = frozenset("is are was were be been am has have had will would can could".split())
