"""What was read lately of the newest state, so that a passage which bears on many questions is not read for each."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

from bot.embedding import Vectors as Matrix
from bot.records import Passage, Source

MOST = 1_024
"""Passages that are kept, with their sentences' vectors: some 20 MB."""

_Value = TypeVar("_Value")
_Known = TypeVar("_Known")


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its source and the vectors of its sentences, of shape (sentences, dimensions)."""

    key: int
    passage: Passage
    source: Source
    vectors: Matrix
    _known: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, name: Hashable, work: Callable[[], _Known]) -> _Known:
        """Return what work on this passage alone comes to, which is done once and kept under a name for its kind."""
        if name not in self._known:
            self._known[name] = work()
        return cast("_Known", self._known[name])


class Recent(Generic[_Value]):
    """Values by key, of which the one that was asked for longest ago is forgotten first. Safe for several threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[int, _Value] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def of(self, keys: Sequence[int], read: Callable[[list[int]], Mapping[int, _Value]]) -> dict[int, _Value]:
        """Return the values of those keys that there are; `read` gets those that are not kept."""
        found = self._found(keys)
        lacking = [key for key in keys if key not in found]
        if lacking:
            come = read(lacking)
            self._keep(come)
            found.update(come)
        return found

    def _found(self, keys: Sequence[int]) -> dict[int, _Value]:
        with self._lock:
            found = {key: self._kept[key] for key in keys if key in self._kept}
            for key in found:
                self._kept.move_to_end(key)
        return found

    def _keep(self, come: Mapping[int, _Value]) -> None:
        with self._lock:
            self._kept.update(come)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
