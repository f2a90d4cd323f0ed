"""The figures of other libraries beside the bot's, as `tests/peers/measure.py --json` tells them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.errors import BotError


class Spread(BaseModel):
    """The median of several rounds, and what they lie between."""

    median: float
    least: float
    most: float


class Peer(BaseModel):
    """What was measured of one library over one set."""

    model_config = ConfigDict(extra="forbid")

    name: str
    set: str
    passages: int
    passages_per_s: Spread
    search_ms: dict[str, float]
    cold_s: Spread
    rss_mb: float
    ndcg: Annotated[float, Field(alias="ndcg@10")]
    install_mb: int | None = None


def read_peers(file: Path) -> list[dict[str, Any]]:
    """Return the rows of a file, one for each library and set.

    Raises:
        BotError: the file cannot be read, or is none of these.
    """
    try:
        rows = TypeAdapter(list[Peer]).validate_json(file.read_bytes())
    except OSError as error:
        raise BotError(f"The figures {file} cannot be read: {error.strerror}.", "Check the path.") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = " → ".join(map(str, first["loc"])) or "the file"
        raise BotError(
            f"The file {file} is not what `tests/peers/measure.py --json` prints: {place}: {first['msg']}.",
            "Measure anew, and give the file that its output went to.",
        ) from error
    return [row.model_dump(by_alias=True) for row in rows]
