"""A server that speaks the OpenAI protocol over HTTP, and behaves as a test tells it to."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Request = dict[str, Any]
Piece = bytes | float | None
"""Bytes to send, seconds to wait, or None to drop the connection."""

Behaviour = Callable[[Request], Iterator[Piece]]


class Refused(Exception):
    """The server answers with an HTTP status and a message instead of a stream."""

    def __init__(self, status: int, message: str = "no") -> None:
        super().__init__(message)
        self.status = status


def chunk(text: str, finish: str | None = None) -> bytes:
    """One event of a stream."""
    delta = {"role": "assistant", "content": text}
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    event = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "test", "choices": [choice]}
    return f"data: {json.dumps(event)}\n\n".encode()


END = b"data: [DONE]\n\n"


def saying(text: str) -> Behaviour:
    """Say a text, a few characters at a time."""

    def behave(_: Request) -> Iterator[Piece]:
        for start in range(0, len(text), 7):
            yield chunk(text[start : start + 7])
        yield chunk("", "stop")
        yield END

    return behave


def prompt_of(request: Request) -> str:
    """All that a request says to the model."""
    return "\n".join(str(message["content"]) for message in request["messages"])


def sources_of(request: Request) -> dict[int, str]:
    """The numbered sources of a prompt."""
    return {
        int(number): text.strip()
        for number, text in re.findall(r'<source id="(\d+)"[^>]*>\n(.*?)\n</source>', prompt_of(request), re.DOTALL)
    }


class ModelServer:
    """Serves a behaviour on loopback for as long as a `with` block runs, and keeps what it was asked.

    `tokens` is how many tokens every text has for it; None where it does not count them.
    """

    def __init__(self, behave: Behaviour) -> None:
        self.behave = behave
        self.requests: list[Request] = []
        self.keys: list[str] = []
        self.sent = 0
        self.tokens: int | None = None
        self.dropped = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> ModelServer:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        served = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                found = self.path.endswith("/models")
                self._whole(200 if found else 404, {"object": "list", "data": [{"id": "test", "object": "model"}]})

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if self.path == "/tokenize" and served.tokens is not None:
                    self._whole(200, {"tokens": [0] * served.tokens})
                    return
                if not self.path.endswith("/chat/completions"):
                    self._whole(404, {})
                    return
                served.requests.append(body)
                served.keys.append(self.headers.get("Authorization", ""))
                try:
                    pieces = served.behave(body)
                    first = next(pieces, END)
                except Refused as error:
                    self._whole(error.status, {"error": {"message": str(error), "type": "test", "code": error.status}})
                    return
                self._stream(first, pieces)

            def _whole(self, status: int, content: Any) -> None:
                data = json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def _stream(self, first: Piece, rest: Iterator[Piece]) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                try:
                    self._send(first)
                    for piece in rest:
                        self._send(piece)
                    self.wfile.write(b"0\r\n\r\n")
                except OSError:
                    served.dropped.set()
                self.close_connection = True

            def _send(self, piece: Piece) -> None:
                if piece is None:
                    self.connection.close()
                    raise ConnectionResetError
                if isinstance(piece, float):
                    time.sleep(piece)
                    return
                self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
                self.wfile.flush()
                served.sent += 1

            def log_message(self, *_: object) -> None:
                """Keep the output of the tests clean."""

        return Handler
