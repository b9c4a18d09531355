"""Who may call what: every operation of the OpenAPI document against every role and scope, and tokens no good."""

import json
from typing import Any

import pytest
from callers import Caller, admin, new_token
from django.test import Client

from hikiate.desk.desks import Desk
from hikiate.operations.workspace.people import ROLES, set_roles

OPEN = {"/api/v1/health"}
FILLED = {
    "close": "latest",
    "incident": "theft",
    "batch": "1",
    "number": "1",
    "finding": "1",
    "entry": "1",
    "key": "K1",
    "name": "reserve.held",
    "day_root": "0" * 64,
}


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    """Every operation: method, path below /api/v1 with its places filled, and what the document says of it."""
    document = json.loads(Client().get("/api/v1/openapi.json").content)
    return [
        (method, path.format(**FILLED).removeprefix("/api/v1"), operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if path not in OPEN
    ]


def call(caller: Caller, method: str, path: str, operation: dict[str, Any]) -> int:
    """The status of a call that asks for nothing sensible."""
    if method == "get":
        return int(caller.get(path).status_code)
    if "multipart/form-data" in json.dumps(operation.get("requestBody", {})):
        return int(caller.send(path, [("nothing", "nothing", b"x")]).status_code)
    return int(caller.post(path).status_code)


@pytest.fixture
def peopled(any_desk: Desk) -> Desk:
    """An office with one person of each role, named after it."""
    with any_desk.book.unit() as unit:
        for role in ROLES:
            set_roles(unit, admin(), f"the-{role}", [role])
    return any_desk


def test_every_role_reaches_what_is_for_it_and_nothing_else(peopled: Desk) -> None:
    """With every scope the roles decide; a call that gets past them fails for what it asks, not for who asks."""
    wrong = []
    callers = {role: Caller(new_token(peopled, f"the-{role}")) for role in ROLES}
    for method, path, operation in operations():
        for role, caller in callers.items():
            status = call(caller, method, path, operation)
            allowed = role in operation["x-roles"]
            if (status not in {401, 403}) != allowed or status >= 500:
                wrong.append((method, path, role, status))
    assert wrong == []


def test_a_scope_that_is_missing_closes_what_it_opens(desk: Desk) -> None:
    """Though the person has every role."""
    from hikiate.web.api.scopes import SCOPES  # noqa: PLC0415 - as in callers

    with desk.book.unit() as unit:
        set_roles(unit, admin(), "sato", list(ROLES))
    lacking = {scope: Caller(new_token(desk, "sato", [one for one in SCOPES if one != scope])) for scope in SCOPES}
    having = {scope: Caller(new_token(desk, "sato", [scope])) for scope in SCOPES}
    for method, path, operation in operations():
        scope = operation["x-scope"]
        if scope is None:
            continue
        assert call(lacking[scope], method, path, operation) == 403, (method, path)
        assert call(having[scope], method, path, operation) not in {401, 403}, (method, path)


@pytest.mark.usefixtures("desk")
def test_strangers_are_let_in_nowhere() -> None:
    """Without a token, with a forged one, and with one of another scheme; what they sent is not looked at."""
    for token in ("", "hik_" + "A" * 43, "x" * 10_000, "hik_ü"):
        caller = Caller(token)
        for method, path, operation in operations():
            assert call(caller, method, path, operation) == 401, (method, path)
    answer = Client().get("/api/v1/me", headers={"authorization": "Basic c2F0bzpzYXRv"})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["ja"]["title"] == "トークンがないか、無効です"


def test_a_token_ends_with_its_day_its_revocation_and_its_persons_roles(any_desk: Desk) -> None:
    """And nothing of it can be found in the database."""
    from hikiate.web.api.models import Token  # noqa: PLC0415 - as in callers
    from hikiate.web.api.tokens import revoke  # noqa: PLC0415 - as in callers

    old = new_token(any_desk, "sato", days=1)
    secret = new_token(any_desk, "takahashi")
    assert secret not in str(list(Token.objects.values()))
    assert Caller(old).get("/me").status_code == 200
    Token.objects.filter(pk=1).update(expires_at="2026-11-01T00:00:00.000000Z")
    assert Caller(old).get("/me").status_code == 401
    caller = Caller(secret)
    assert caller.get("/me").json()["scopes"] == ["customers:read", "metrics:read", "read", "requests:decide"]
    with any_desk.book.unit() as unit:
        set_roles(unit, admin(), "takahashi", [])
    assert caller.get("/me").status_code == 401
    with any_desk.book.unit() as unit:
        set_roles(unit, admin(), "takahashi", ["viewer"])
    assert caller.get("/me").json()["roles"] == ["viewer"]
    assert not revoke(any_desk, admin(), 2).already
    assert revoke(any_desk, admin(), 2).already
    assert caller.get("/me").status_code == 401


def test_making_and_revoking_stand_in_the_book(desk: Desk) -> None:
    """By whom, for whom, with which scopes; never the secret."""
    from hikiate.storage.database.workspace import table  # noqa: PLC0415 - as in callers
    from hikiate.web.api.tokens import revoke  # noqa: PLC0415 - as in callers

    secret = new_token(desk, "sato", ["read"])
    revoke(desk, admin(), 1)
    said = list(table("Decision").objects.filter(kind__startswith="token.").values_list("kind", "by", "words"))
    assert [row[:2] for row in said] == [("token.make", "sato"), ("token.revoke", "sato")]
    assert secret not in str(said)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_and_addresses_are_problems(desk: Desk, method: str) -> None:
    """In the same form as everything else that says no."""
    client, headers = Client(), {"authorization": f"Bearer {new_token(desk, 'sato')}"}
    wrong = getattr(client, method)("/api/v1/closes", headers=headers)
    assert (wrong.status_code, wrong.headers["Content-Type"]) == (405, "application/problem+json")
    assert "GET" in wrong.headers["Allow"]
    absent = getattr(client, method)("/api/v1/closes/../../etc/passwd", headers=headers)
    assert absent.status_code in {404, 405, 422}
    assert absent.headers["Content-Type"] == "application/problem+json"


def test_a_read_waits_for_no_writer(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """That the day of a token's use cannot be marked now is no reason to refuse it; a view that names customers is."""
    from django.db import OperationalError  # noqa: PLC0415 - as in callers
    from django.db.models.query import QuerySet  # noqa: PLC0415 - as in callers

    from hikiate.web.api.models import PersonalView  # noqa: PLC0415 - as in callers

    def locked(*_arguments: object, **_named: object) -> None:
        raise OperationalError("database is locked")

    caller = Caller(new_token(desk, "sato"))
    caller.post("/incidents", {"content": 'id = "theft"\nkind = "insider"\nnoticed_at = 2026-11-20T10:00:00+09:00\n'})
    with monkeypatch.context() as patched:
        patched.setattr(QuerySet, "update", locked)
        assert Caller(new_token(desk, "sato")).get("/closes").status_code == 200
    with monkeypatch.context() as patched:
        patched.setattr(PersonalView.objects, "create", locked)
        assert caller.get("/incidents/theft/payments").status_code == 503
