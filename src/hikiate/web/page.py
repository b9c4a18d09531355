"""The local page: finished reports served to a browser on this machine and to no other.

Nothing is computed or written here. A request is answered from what was handed over at the start; a request that was
addressed to another host's name is turned away, so that no foreign web site can read a report through the browser.
"""

import errno
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from hikiate.kernel.findings import FindingKind, Refused, Severity
from hikiate.kernel.wording import Language, Words

HOST = "127.0.0.1"
PORT_MAX = 65_535

_HTML = "text/html; charset=utf-8"
_NAMES = frozenset({HOST, "localhost"})
_LANGUAGES: tuple[Language, ...] = ("ja", "en")
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

PORT_TAKEN = FindingKind(
    "serve.port_taken",
    Severity.FAULT,
    en=Words(
        "Port {port} is in use by another program.",
        "A port that is free.",
        "End the other program, or choose another port with --port.",
    ),
    ja=Words(
        "ポート {port} は他のプログラムが使用しています。",
        "空いているポートが必要です。",
        "他のプログラムを終了するか、--port で別のポートを指定してください。",
    ),
)
PORT_REFUSED = FindingKind(
    "serve.port_refused",
    Severity.FAULT,
    en=Words(
        "Port {port} cannot be opened: {reason}.",
        "A port from 1024 to 65535, or 0 for any free one.",
        "Choose another port with --port.",
    ),
    ja=Words(
        "ポート {port} を開けません（{reason}）。",
        "1024 から 65535 までのポート、または 0（空きポートを自動選択）を指定する必要があります。",
        "--port で別のポートを指定してください。",
    ),
)


@dataclass(frozen=True, slots=True)
class Page:
    """What stands at one address: its media type and its bytes."""

    media_type: str
    content: bytes


class PageServer(ThreadingHTTPServer):
    """A server of finished pages; connections left open do not keep it alive."""

    daemon_threads = True

    def __init__(self, pages: Mapping[str, Page], port: int) -> None:
        self.pages = dict(pages)
        super().__init__((HOST, port), _Answer)

    @property
    def address(self) -> str:
        """The address to open in a browser."""
        return f"http://{HOST}:{self.server_address[1]}/"

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the base class takes anything
        """Say nothing of a browser that closed its connection early; every other error is shown."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def server(pages: Mapping[str, bytes | tuple[str, bytes]], port: int) -> PageServer:
    """A server on 127.0.0.1 that listens already; `port` 0 takes any free one.

    `pages` gives the bytes at each path, HTML unless a media type stands before them. Raises Refused when the port
    cannot be had.
    """
    ready = {
        path: Page(_HTML, content) if isinstance(content, bytes) else Page(*content) for path, content in pages.items()
    }
    if not 0 <= port <= PORT_MAX:
        raise Refused([PORT_REFUSED.at("--port", port=port, reason=f"0-{PORT_MAX}")])
    try:
        return PageServer(ready, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Refused([PORT_TAKEN.at("--port", port=port)]) from error
        raise Refused([PORT_REFUSED.at("--port", port=port, reason=error.strerror or str(error))]) from error


def serve(pages: Mapping[str, bytes | tuple[str, bytes]], port: int, *, open_message: Callable[[str], None]) -> None:
    """Serve `pages` until Ctrl-C. `open_message` is told the address once it can be opened.

    Reports stand at `/ja/` and `/en/`; `/` leads to the one that the browser prefers. Raises Refused when the
    port cannot be had.
    """
    with server(pages, port) as ready:
        try:
            open_message(ready.address)
            ready.serve_forever()
        except KeyboardInterrupt:
            return


def preferred_language(accepted: str) -> Language:
    """The language of ours that an Accept-Language header likes best; Japanese where it names neither."""
    best: tuple[float, Language] = (0.0, "ja")
    for entry in accepted.split(","):
        tag, _, weight = entry.partition(";")
        language = tag.strip().lower().partition("-")[0]
        liking = _liking(weight)
        for known in _LANGUAGES:
            if language == known and liking > best[0]:
                best = (liking, known)
    return best[1]


def _liking(weight: str) -> float:
    """The weight of a language, 1 where none is given and 0 where it is no number."""
    if not weight.strip():
        return 1.0
    try:
        return float(weight.strip().removeprefix("q="))
    except ValueError:
        return 0.0


class _Answer(BaseHTTPRequestHandler):
    """The answer to one request."""

    server: PageServer
    server_version = "hikiate"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class names it so
        """Nothing: the terminal belongs to the person who started the server."""

    def _answer(self) -> None:
        if self.headers.get("Host", "").rpartition(":")[0] not in _NAMES and self.headers.get("Host") not in _NAMES:
            self._send(HTTPStatus.MISDIRECTED_REQUEST, _said("421", "宛先が異なります", "Addressed to another host"))
            return
        path = urlsplit(self.path).path
        pages = self.server.pages
        if path == "/" and path not in pages:
            self._lead(f"/{preferred_language(self.headers.get('Accept-Language', ''))}/")
        elif path in pages:
            self._send(HTTPStatus.OK, pages[path])
        elif f"{path}/" in pages:
            self._lead(f"{path}/")
        else:
            self._send(HTTPStatus.NOT_FOUND, _said("404", "ページが見つかりません", "There is no such page"))

    def _lead(self, path: str) -> None:
        self._send(HTTPStatus.FOUND, Page(_HTML, b""), {"Location": path, "Vary": "Accept-Language"})

    def _send(self, status: HTTPStatus, page: Page, more: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {**_HEADERS, **(more or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", page.media_type)
        self.send_header("Content-Length", str(len(page.content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(page.content)


def _said(code: str, ja: str, en: str) -> Page:
    """A short page in both languages that leads back to the report."""
    links = '<p><a href="/ja/">日本語の報告書</a> / <a href="/en/" lang="en">Report in English</a></p>'
    text = (
        f'<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>{code} - Hikiate</title>'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        "<style>body{font:1rem/1.6 system-ui,sans-serif;margin:3rem auto;max-width:36rem;padding:0 1rem}</style></head>"
        f'<body><main><h1>{ja}</h1><p lang="en">{en}.</p>{links}</main></body></html>'
    )
    return Page(_HTML, text.encode())
