"""Requests to the addresses that settings name: no redirect is followed, and none waits or reads without an end.

Why one failed is told in words that hold no secret, no address, and nothing that the other side said but its code.
"""

from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener


class Unanswered(Exception):
    """A request without an answer of success."""


class _NoRedirects(HTTPRedirectHandler):
    """What is signed, or asked under a key, goes where it was addressed to and nowhere else."""

    def redirect_request(self, *_words: object) -> None:
        """Follow none."""


def answered(request: Request, seconds: int, bytes_max: int) -> bytes:
    """The body of an answer of success; Unanswered where there is none, or more of it than it may be."""
    try:
        with build_opener(_NoRedirects).open(request, timeout=seconds) as response:
            content: bytes = response.read(bytes_max + 1)
    except HTTPError as error:
        error.close()
        raise Unanswered(f"HTTP {error.code}") from None
    except (URLError, HTTPException, OSError) as error:
        raise Unanswered(failure(error)) from None
    if len(content) > bytes_max:
        raise Unanswered(f"more than {bytes_max} bytes")
    return content


def failure(error: Exception) -> str:
    """What sort of failure it was; what the other side said may hold anything."""
    reason = getattr(error, "reason", error)
    return str(getattr(reason, "strerror", None) or type(reason).__name__)
