"""API tokens made, listed and revoked from the command line."""

from datetime import UTC, datetime

from hikiate.book.journal import moment_text
from hikiate.cli.desks import Asked, columns
from hikiate.cli.headings import readable
from hikiate.cli.speech import put, put_json
from hikiate.kernel.wording import Term
from hikiate.web.settings import prepare

_NONE = Term("none", "ありません")


def create(asked: Asked, person: str, name: str, scopes: list[str], days: int) -> None:
    """Make a token, and tell its secret once."""
    desk = prepare(asked.workspace)
    from hikiate.web.api.tokens import Wish, make  # noqa: PLC0415 - Django must be set up first

    token, secret = make(desk, asked.acting, Wish(name, person, scopes, days))
    if asked.as_json:
        put_json(
            {
                "schema": "hikiate/api-token/1",
                "number": token.pk,
                "secret": secret,
                "person": token.person,
                "scopes": token.scopes.split(","),
                "expires_at": token.expires_at,
            }
        )
        return
    words = Term(
        f"token {token.pk} acts as {token.person} until {token.expires_at}. It is told this once and kept nowhere:",
        f"トークン {token.pk}（担当者 {token.person}、期限 {token.expires_at}）。表示はこの1回限りで、保存されません:",
    )
    put(f"{words.said(asked.spoken)}\n{secret}")


def list_(asked: Asked) -> None:
    """Every token, without its secret, which nobody has."""
    prepare(asked.workspace)
    from hikiate.web.api.tokens import listed, state_of  # noqa: PLC0415 - as above

    now = moment_text(datetime.now(tz=UTC))
    rows: list[dict[str, object]] = [
        {
            "token": token.pk,
            "name": token.name,
            "person": token.person,
            "state": state_of(token, now),
            "expires_at": token.expires_at,
            "used_on": token.used_on or "-",
            "scopes": token.scopes,
        }
        for token in listed()
    ]
    if asked.as_json:
        put_json({"schema": "hikiate/api-tokens/1", "rows": rows})
    else:
        put(columns(readable(rows, asked.spoken)) if rows else _NONE.said(asked.spoken))


def revoke(asked: Asked, number: int) -> None:
    """End a token now."""
    desk = prepare(asked.workspace)
    from hikiate.web.api.tokens import revoke as revoke_token  # noqa: PLC0415 - as above

    done = revoke_token(desk, asked.acting, number)
    if asked.as_json:
        put_json({"schema": "hikiate/done/1", "verb": "api-token.revoke", "number": number, "already": done.already})
        return
    put(Term(f"token {number} is revoked", f"トークン {number} を失効させました").said(asked.spoken))
