"""Uploads to the API within a bound: a body that says it is too large is turned away before a byte of it is parsed.

Pages have bounds of their own (bounds.py).
"""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

BODY_BYTES_MAX = 2**30
"""Of all files of a request together. What is below streams to the disk; no part of it is held in memory."""


class BoundedUploads(FileUploadHandler):
    """The first of the upload handlers: it takes nothing itself."""

    def handle_raw_input(
        self,
        input_data: object,
        META: dict[str, Any],  # noqa: N803 - Django names it so
        content_length: int,
        boundary: bytes,
        encoding: str | None = None,
    ) -> None:
        """Refuse by the length that the request states; Django reads no further than that."""
        del input_data, META, boundary, encoding
        if content_length > BODY_BYTES_MAX and self.request.path.startswith("/api/"):
            raise RequestDataTooBig(f"{content_length} bytes; at most {BODY_BYTES_MAX}")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Leave it to the next handler."""
        del start
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave it to the next handler."""
        del file_size
