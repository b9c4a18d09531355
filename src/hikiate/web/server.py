"""The server of a workspace: pages, API and public pages, until it is ended."""

import errno
from collections.abc import Callable
from dataclasses import dataclass

from django.core.wsgi import get_wsgi_application
from django.urls import resolve
from waitress import create_server

from hikiate.kernel.findings import Refused
from hikiate.web.page import HOST, PORT_MAX, PORT_REFUSED, PORT_TAKEN

_THREADS = 8
_BODY_BYTES_MAX = 2**31


@dataclass(frozen=True, slots=True)
class Listening:
    """Where a server listens, and the address of the proxy before it, whose word counts on who asks and by TLS."""

    host: str = HOST
    port: int = 8710
    proxy: str = ""


def serve(listening: Listening, *, open_message: Callable[[str], None]) -> None:
    """Serve the workspace that is open until Ctrl-C; Refused when the port cannot be had."""
    port = listening.port
    if not 0 <= port <= PORT_MAX:
        raise Refused([PORT_REFUSED.at("--port", port=port, reason=f"0-{PORT_MAX}")])
    try:
        server = create_server(
            get_wsgi_application(),
            host=listening.host,
            port=port,
            threads=_THREADS,
            ident=None,
            max_request_body_size=_BODY_BYTES_MAX,
            trusted_proxy=listening.proxy or None,
            trusted_proxy_headers={"x-forwarded-for", "x-forwarded-proto"} if listening.proxy else set(),
            clear_untrusted_proxy_headers=True,
        )
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Refused([PORT_TAKEN.at("--port", port=port)]) from error
        raise Refused([PORT_REFUSED.at("--port", port=port, reason=error.strerror or str(error))]) from error
    try:
        open_message(f"http://{listening.host}:{server.effective_port}")
        resolve("/")  # loads every page: that second is spent now and not by the first reader
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
