"""The page put together: words, style and scripts in one file that may load nothing, with the day's root in it."""

import json
from base64 import b64encode
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from hikiate.kernel.digests import sha256
from hikiate.reports.html.markup import Markup, element

SCRIPTS = ("format.js", "reading.js", "verification.js", "words.js", "page.js")


def verification_page(root: Mapping[str, Any] | None) -> bytes:
    """The page as one HTML file; `root` is the day root's document, None for a page that asks for it."""
    style = _part("page.css")
    script = '"use strict";\n' + "\n".join(_part(name) for name in SCRIPTS)
    # Inside a script element only "<" could end it, and JSON may write that letter as an escape.
    data = json.dumps(root, ensure_ascii=False).replace("<", "\\u003c")
    allowed = f"script-src {_hashed(script)}; style-src {_hashed(style)}; img-src blob: data:"
    policy = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", "Hikiate"),
        element("link", rel="icon", href="data:,"),
        element("style", Markup(style)),
    )
    body = element(
        "body",
        Markup(_part("page.html")),
        element("script", Markup(data), id="root", type="application/json"),
        element("script", Markup(script)),
    )
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='ja')}\n".encode()


def _part(name: str) -> str:
    return files("hikiate.reports.verification").joinpath(name).read_text(encoding="utf-8")


def _hashed(text: str) -> str:
    """A policy's word for exactly this text."""
    return f"'sha256-{b64encode(sha256(text.encode())).decode()}'"
