"""The bar that long work shows."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.console import Console


class Bar:
    """Told how many of how many steps are done; draws on a console from the first step on, or nowhere."""

    def __init__(self, label: str, console: Console | None) -> None:
        self._label = label
        if console is None:
            self._progress = None
            return
        # Imported where there is somebody to see it.
        from rich.progress import Progress

        self._progress = Progress(console=console, transient=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.hide()

    def hide(self) -> None:
        """Take the bar away, so that something else can be asked or shown."""
        if self._progress:
            self._progress.stop()

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` steps are done."""
        if self._progress is None:
            return
        if not self._progress.task_ids:
            self._progress.add_task(self._label)
            self._progress.start()
        self._progress.update(self._progress.task_ids[0], completed=done, total=total)
