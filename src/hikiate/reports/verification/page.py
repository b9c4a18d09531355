"""The page put together: words, style and scripts in one file that may load nothing, with the day's root in it."""

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from hikiate.kernel.digests import sha256
from hikiate.reports.html.markup import Markup, element

SCRIPTS = ("format.js", "reading.js", "verification.js", "codes.js", "words.js", "page.js")

_QR_FOLDER = "third_party/qr-0.7.0"
_EXPORTED = re.compile(r"^export \{(.*)\};$", re.MULTILINE)
_IMPORTED = re.compile(r"^import \{(.*)\} from './index\.js';$", re.MULTILINE)
_EXPORT = re.compile(r"^export (default \w+;$)?", re.MULTILINE)


def verification_page(root: Mapping[str, Any] | None) -> bytes:
    """The page as one HTML file; `root` is the day root's document, None for a page that asks for it."""
    style = _part("page.css")
    script = "\n".join(['"use strict";', _qr_script(), *map(_part, SCRIPTS)])
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


def _qr_script() -> str:
    """The QR decoder as one value `qr`: its two modules, each a function that gives what the module exports."""
    index, decode = _part(f"{_QR_FOLDER}/index.js"), _part(f"{_QR_FOLDER}/decode.js")
    names = re.findall(r"(\w+) as (\w+)", _EXPORTED.findall(index)[0])
    imported = re.findall(r"(\w+) as (\w+)", _IMPORTED.findall(decode)[0])
    shared = ", ".join(f"{outside}: {inside}" for inside, outside in names)
    taken = ", ".join(f"{outside}: {inside}" for outside, inside in imported)
    body = _EXPORT.sub("", _IMPORTED.sub(f"const {{ {taken} }} = shared;", decode))
    first = f"const shared = (() => {{\n{_EXPORT.sub('', _EXPORTED.sub('', index))}\nreturn {{ {shared} }};\n}})();"
    return f"const qr = (() => {{\n{first}\n{body}\nreturn {{ decodeQRBatch }};\n}})();"


def _part(name: str) -> str:
    return files("hikiate.reports.verification").joinpath(name).read_text(encoding="utf-8")


def _hashed(text: str) -> str:
    """A policy's word for exactly this text."""
    return f"'sha256-{b64encode(sha256(text.encode())).decode()}'"
