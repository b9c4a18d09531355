"""Finished pages and documents: made elsewhere, whole in themselves, and shown as they are."""

from django.http import HttpResponse

FINISHED_PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; sandbox allow-same-origin allow-downloads allow-top-navigation-by-user-activation"
)
"""What a finished page may do: it carries its own style, and neither runs nor loads anything."""

FORMS = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "json": "application/json; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}


def finished(content: bytes, form: str, language: str, file_name: str, *, download: bool = False) -> HttpResponse:
    """The answer that shows a finished page, or hands out a document under a name."""
    answer = HttpResponse(content, content_type=FORMS[form])
    kind = "attachment" if download else "inline"
    answer.headers["Content-Disposition"] = f'{kind}; filename="{file_name}.{form}"'
    answer.headers["Content-Language"] = language
    if form == "html":
        answer.headers["Content-Security-Policy"] = FINISHED_PAGE_POLICY
    return answer
