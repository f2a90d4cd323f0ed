"""Work for a cluster, begun ahead of its use and given back in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import Any, TypeVar

from bot.cluster import work
from bot.cluster.versions import fingerprint
from bot.errors import BotError, ClusterError

_Item = TypeVar("_Item")

RETRIES = 5
"""How often work is given to another worker whose own died."""

AHEAD = 3
"""Tasks that are under way for each core: one is worked on, and the next ones are there already."""


class Tasks:
    """Gives work to a cluster; what is under way is bounded, so that memory is, too."""

    def __init__(self, ray: ModuleType) -> None:
        self._ray = ray
        self.cores = max(1, int(ray.cluster_resources().get("CPU", 1)))
        once = {"num_cpus": 1, "max_retries": RETRIES, "retry_exceptions": False}
        self._functions = {each: ray.remote(**once)(each) for each in (work.read, work.embed, work.attribute)}

    def share(self, thing: object) -> Any:
        """Put something where every worker finds it, and return what stands for it."""
        return self._ray.put(thing)

    def begin(self, function: Callable[..., Any], *arguments: object) -> Any:
        """Have a function of `bot.cluster.work` called by a worker; return what stands for its result."""
        return self._functions[function].remote(fingerprint(), *arguments)

    def in_order(self, begin: Callable[[_Item], Any], items: Iterable[_Item]) -> Iterator[Any]:
        """Yield the results of what is begun for each item; an error that `begin` returns is one of them.

        Raises:
            ClusterError: the cluster is gone, or does the work otherwise than this version of the bot.
        """
        under_way: deque[Any] = deque()
        for item in items:
            under_way.append(begin(item))
            if len(under_way) >= AHEAD * self.cores:
                yield self._result(under_way.popleft())
        while under_way:
            yield self._result(under_way.popleft())

    def _result(self, begun: Any) -> Any:
        found = begun if isinstance(begun, BotError) else self._awaited(begun)
        if isinstance(found, ClusterError):
            raise found
        return found

    def _awaited(self, begun: Any) -> Any:
        from ray.exceptions import RayError

        try:
            return self._ray.get(begun)
        except (RayError, RuntimeError) as error:
            reason = " ".join((str(error).strip().splitlines() or [type(error).__name__])[-1].split()).rstrip(".")
            hint = "Check that the same version of the bot is installed on all of its machines, and add again."
            raise ClusterError(f"The Ray cluster gave up: {reason}.", hint) from error
