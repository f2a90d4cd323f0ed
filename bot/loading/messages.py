"""What the process that parses and the one that asks it tell each other: frames of bytes, and JSON in them.

A frame is its length in 8 bytes, big-endian, and its content. JSON, since unpickling would run what a parser that a
file has taken over sends.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, BinaryIO

from bot.errors import BotError, FrontMatterError, UnreadableDocument
from bot.loading.parsed import Parsed
from bot.records import Heading, Mark, Metadata, Speaker

LARGEST_FRAME = 2**30

_LENGTH = 8
_ERRORS: Mapping[str, type[BotError]] = {error.__name__: error for error in (UnreadableDocument, FrontMatterError)}


def send(stream: BinaryIO, *frames: bytes) -> None:
    """Write frames, and flush."""
    for frame in frames:
        stream.write(len(frame).to_bytes(_LENGTH, "big"))
        stream.write(frame)
    stream.flush()


def receive(stream: BinaryIO) -> bytes:
    """The next frame.

    Raises:
        EOFError: there is no whole one, or its length is none that is sent.
    """
    length = int.from_bytes(_exactly(stream, _LENGTH), "big")
    if length > LARGEST_FRAME:
        raise EOFError
    return _exactly(stream, length)


def _exactly(stream: BinaryIO, count: int) -> bytes:
    data = stream.read(count)
    if len(data) < count:
        raise EOFError
    return data


def packed(parsed: Parsed) -> bytes:
    """What was parsed, as the content of a frame."""
    return json.dumps({"parsed": asdict(parsed)}, ensure_ascii=False).encode()


def packed_error(error: BotError) -> bytes:
    """An error of a reader, as the content of a frame."""
    return json.dumps(error.to_dict()).encode()


def unpacked(frame: bytes) -> Parsed:
    """What was parsed.

    Raises:
        BotError: the reader's error.
        ValueError, TypeError, KeyError: the frame is none of these.
    """
    answer = json.loads(frame)
    if "error" in answer:
        error = answer["error"]
        raise _ERRORS[error["kind"]](error["message"], error["hint"])
    data = answer["parsed"]
    headings = tuple(Heading(**each) for each in data["headings"])
    marks = tuple(Mark(**each) for each in data["marks"])
    return Parsed(data["text"], headings, marks, _metadata(data["metadata"]))


def _metadata(data: Mapping[str, Any] | None) -> Metadata | None:
    if data is None:
        return None
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    return Metadata(**{**values, "speakers": tuple(Speaker(**each) for each in data["speakers"])})
