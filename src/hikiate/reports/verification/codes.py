"""A customer's QR codes as one page to be shown or printed; it holds the proof, so it is for that customer alone."""

import segno

from hikiate.kernel.wording import Language, Term
from hikiate.proofs.proof import Proof
from hikiate.proofs.qr_pieces import pieces
from hikiate.reports.html.markup import Markup, element

_TITLE = Term("Your proof as QR codes", "残高証明の QR コード")
_LEAD = Term(
    "Open the exchange's page for checking, and scan or photograph each code. Give them to nobody.",
    "取引所の確認用の画面を開き、コードを1枚ずつ（順不同で）読み取るか撮影してください。他人に渡さないでください。",
)
_CUSTOMER = Term("Customer number", "利用者番号")
_STYLE = (
    "body{font:1rem/1.6 system-ui,sans-serif;margin:2rem auto;max-width:48rem;padding:0 1rem}"
    "body{background:#fff;color:#1b1f26;overflow-wrap:anywhere}h1{font-size:1.6rem;line-height:1.3}"
    "ol{list-style:none;padding:0;display:grid;grid-template-columns:repeat(auto-fit,minmax(18rem,1fr));gap:2rem}"
    "li{break-inside:avoid;text-align:center}svg{width:100%;height:auto}"
)


def codes_page(proof: Proof, language: Language) -> bytes:
    """The codes of a proof, numbered, each as a picture without pixels."""
    texts = pieces(proof)
    shown = [
        element("li", Markup(segno.make_qr(text, error="m").svg_inline(omitsize=True)), f"{number} / {len(texts)}")
        for number, text in enumerate(texts, start=1)
    ]
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", _TITLE.said(language)),
        element("link", rel="icon", href="data:,"),
        element("style", Markup(_STYLE)),
    )
    main = element(
        "main",
        element("h1", _TITLE.said(language)),
        element("p", f"{proof.exchange}  {proof.as_of}"),
        element("p", f"{_CUSTOMER.said(language)}: {proof.customer}"),
        element("p", _LEAD.said(language)),
        element("ol", *shown),
    )
    body = element("body", main)
    return f"<!DOCTYPE html>\n{element('html', head, body, lang=language)}\n".encode()
