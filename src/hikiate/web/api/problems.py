"""Problems (RFC 9457): every answer that says no, in one form, in English with the Japanese beside it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from hikiate.facts.faults import BLANK, WRONG_VALUE
from hikiate.kernel.findings import Finding
from hikiate.kernel.results import finding_document
from hikiate.kernel.wording import Term

MEDIA_TYPE = "application/problem+json"
_VALUE_SHOWN_MAX = 60
_RETRY_SECONDS = "1"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its status, its title, and what to do."""

    status: int
    title: Term
    detail: Term


KINDS: Mapping[str, Kind] = {
    "malformed": Kind(
        400,
        Term("The request cannot be read", "リクエストを読み取れません"),
        Term("Send what /api/v1/openapi.json describes.", "/api/v1/openapi.json に従って送信してください。"),
    ),
    "no-key": Kind(
        400,
        Term("The header Idempotency-Key is missing", "Idempotency-Key ヘッダーがありません"),
        Term(
            "Send a key of 1 to 255 letters, digits or signs: a new one for each change, the same one to repeat it.",
            "変更ごとに新しいキー（英数字・記号1～255文字）を付け、再送のときだけ同じキーを使用してください。",
        ),
    ),
    "unauthenticated": Kind(
        401,
        Term("No token, or one that is no good", "トークンがないか、無効です"),
        Term(
            "Send Authorization: Bearer with a token that is neither expired nor revoked.",
            "有効なトークンを Authorization: Bearer で送信してください（期限切れ・失効を確認）。",
        ),
    ),
    "forbidden": Kind(
        403,
        Term("Token or role does not include this", "トークンの権限または役割が不足しています"),
        Term("This needs the scope {scope}, and a role that it counts for.", "権限 {scope} と対応する役割が必要です。"),
    ),
    "not-found": Kind(
        404,
        Term("There is no such thing", "見つかりません"),
        Term("Nothing stands at this address.", "このアドレスには何もありません。"),
    ),
    "method": Kind(
        405,
        Term("This method is not for this address", "このアドレスでは使用できないメソッドです"),
        Term("The header Allow names those that are.", "使用できるメソッドは Allow ヘッダーに示しています。"),
    ),
    "key-reused": Kind(
        409,
        Term("The idempotency key was used for something else", "Idempotency-Key が別の内容で使用済みです"),
        Term(
            "Nothing was changed. Take a new key for another change.",
            "変更は行っていません。別の変更には新しいキーを使用してください。",
        ),
    ),
    "too-large": Kind(
        413,
        Term("The body is too large", "送信データが大きすぎます"),
        Term("At most {limit} bytes are taken.", "上限は {limit} バイトです。"),
    ),
    "refused": Kind(
        422,
        Term("Refused, and nothing was changed", "受け付けられません。変更は行っていません"),
        Term("Every fault stands in `faults`.", "不備はすべて faults に記載しています。"),
    ),
    "throttled": Kind(
        429,
        Term("Too many attempts", "試行回数が多すぎます"),
        Term("Wait, and try again.", "時間をおいて再度お試しください。"),
    ),
    "failed": Kind(
        500,
        Term("Something failed here", "内部で障害が発生しました"),
        Term(
            "Nothing was changed. Tell the operator this instance.",
            "変更は行っていません。運用担当者に instance の値を伝えてください。",
        ),
    ),
    "busy": Kind(
        503,
        Term(
            "Something outside failed, or another writer was at work",
            "外部の障害、または他の処理による待ちが発生しました",
        ),
        Term("Nothing was changed; repeat it with the same key.", "変更は行っていません。同じキーで再送してください。"),
    ),
}
"""Every kind of problem, by the last part of its type."""

STATUSES = {kind.status: name for name, kind in KINDS.items() if name != "no-key"}
"""The kind that an answer of a status is told as, where nothing closer is known."""

_WANTED_JA = {
    "string_pattern_mismatch": "openapi.json の pattern に合う文字列",
    "string_too_long": "上限以内の長さの文字列",
    "string_too_short": "1文字以上の文字列",
    "string_type": "文字列",
    "int_parsing": "整数",
    "int_type": "整数",
    "bool_parsing": "true または false",
    "greater_than_equal": "下限以上の整数",
    "less_than_equal": "上限以下の整数",
    "extra_forbidden": "openapi.json にある項目のみ",
    "list_type": "一覧",
    "dict_type": "オブジェクト",
}


def problem(request: HttpRequest, name: str, faults: Iterable[Finding] = (), **values: object) -> HttpResponse:
    """The answer for a problem of a kind; `values` fill its detail."""
    kind = KINDS[name]
    named = {key: str(value) for key, value in values.items()}
    plain: dict[str, object] = {
        "type": f"urn:hikiate:problem:{name}",
        "title": kind.title.en,
        "status": kind.status,
        "detail": kind.detail.en.format_map(named),
        "instance": f"urn:hikiate:request:{getattr(request, 'hikiate_id', '-')}",
        "ja": {"title": kind.title.ja, "detail": kind.detail.ja.format_map(named)},
        "faults": [finding_document(fault) for fault in faults],
    }
    response = HttpResponse(json.dumps(plain, ensure_ascii=False), status=kind.status, content_type=MEDIA_TYPE)
    if name == "unauthenticated":
        response.headers["WWW-Authenticate"] = 'Bearer realm="hikiate"'
    if name in {"busy", "throttled"}:
        response.headers["Retry-After"] = _RETRY_SECONDS
    return response


def invalid(errors: Iterable[Mapping[str, object]]) -> list[Finding]:
    """What pydantic found wrong with a request, as faults like any other."""
    found = []
    for error in errors:
        place = error.get("loc")
        where = ".".join(map(str, place)) if isinstance(place, list | tuple) else "request"
        kind = str(error.get("type"))
        if kind == "missing":
            found.append(BLANK.at(where))
            continue
        value = str(error.get("input", "-"))
        shown = value if len(value) <= _VALUE_SHOWN_MAX else f"{value[:_VALUE_SHOWN_MAX]}…"
        wanted_ja = _WANTED_JA.get(kind, "openapi.json に合う値")
        found.append(WRONG_VALUE.at(where, value=shown, wanted=error.get("msg", "-"), wanted_ja=wanted_ja))
    return found
