"""Metrics, health and the log of requests: what is measured, for whom, and that nothing personal is in it."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from callers import Caller, new_token
from django.conf import settings
from django.test import Client, override_settings
from test_accounts import code_of, secret_in
from test_public_claims import link_of, open_incident

from hikiate.desk.desks import Desk
from hikiate.web.accounts.invitations import invite
from hikiate.web.base.request_log import LOGGER, log_to


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """Where requests are logged to."""
    file = tmp_path / "requests.jsonl"
    log_to(str(file))
    yield file
    for handler in LOGGER.handlers:
        handler.close()
    LOGGER.handlers[:] = []
    LOGGER.setLevel(logging.NOTSET)


def lines(log: Path) -> list[dict[str, object]]:
    """The lines of a log."""
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def test_metrics_count_and_say_how_the_firm_stands(any_desk: Desk) -> None:
    """For this machine, or by a token for them; for nobody else."""
    secret = new_token(any_desk, "tanaka", ["metrics:read"])
    Caller(new_token(any_desk, "sato")).get("/closes/latest")
    text = Client().get("/metrics").content.decode()
    assert 'hikiate_requests_total{method="GET",route="/api/v1/closes/<close>",status="200"}' in text
    assert "hikiate_closes 1.0" in text
    assert "hikiate_last_close_in_breach 1.0" in text
    assert Client().get("/metrics", REMOTE_ADDR="203.0.113.5").status_code == 401
    elsewhere = Client(REMOTE_ADDR="203.0.113.5")
    assert elsewhere.get("/metrics", headers={"authorization": f"Bearer {secret}"}).status_code == 200
    other = new_token(any_desk, "tanaka", ["read"])
    assert elsewhere.get("/metrics", headers={"authorization": f"Bearer {other}"}).status_code == 403


def test_behind_a_proxy_only_a_token_opens_the_metrics(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Since there every caller comes from this machine."""
    assert desk.folder.is_dir()
    monkeypatch.setattr(settings, "SESSION_COOKIE_SECURE", True)
    assert Client().get("/metrics").status_code == 401


def test_health_and_readiness(any_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Open to everybody, and no more than yes or no."""
    assert any_desk.folder.is_dir()
    assert Client().get("/healthz").json() == {"status": "ok"}
    assert Client().get("/api/v1/health").json() == {"status": "ok"}
    assert Client().get("/readyz").json() == {"status": "ok", "database": True, "migrated": True, "disk": True}
    monkeypatch.setattr("hikiate.web.base.views._FREE_BYTES_MIN", 2**62)
    full = Client().get("/readyz")
    assert (full.status_code, full.json()["disk"]) == (503, False)


def test_the_log_names_who_asked_and_nothing_that_was_entered(desk: Desk, log: Path, tmp_path: Path) -> None:
    """No query, no body, no customer, no link, no token."""
    open_incident(desk, tmp_path / "determination")
    link = link_of(desk, "C0001")
    secret = new_token(desk, "sato")
    caller = Caller(secret)
    caller.get("/incidents/theft/payments?limit=7")
    caller.post("/incidents", {"content": 'id = "secret-name"'})
    Client().get(link)
    Client().get("/public/ja/claims/forged-token-of-a-guess/")
    Client().get("/nowhere/C0001")
    written = log.read_text(encoding="utf-8")
    for personal in ("C0001", "limit=7", "secret-name", link.split("/")[-2], "forged-token", secret, "theft"):
        assert personal not in written
    found = lines(log)
    assert [line["status"] for line in found] == [200, 422, 200, 404, 404]
    first = found[0]
    assert (first["person"], first["token"], first["personal"]) == ("sato", 1, True)
    assert first["route"] == "/api/v1/incidents/<incident>/payments"
    assert set(first) == {"at", "request", "method", "route", "status", "ms", "token", "person", "personal"}


def test_a_request_bears_its_id(desk: Desk, log: Path) -> None:
    """That of a proxy where it is one, a new one where it is not; problems name it."""
    assert desk.folder.is_dir()
    answer = Client().get("/api/v1/me", headers={"x-request-id": "from-the-proxy-1"})
    assert answer.headers["X-Request-Id"] == "from-the-proxy-1"
    assert answer.json()["instance"] == "urn:hikiate:request:from-the-proxy-1"
    forged = Client().get("/api/v1/me", headers={"x-request-id": 'x"} {"forged": 1'})
    assert len(forged.headers["X-Request-Id"]) == 16
    assert [line["request"] for line in lines(log)] == ["from-the-proxy-1", forged.headers["X-Request-Id"]]


def test_a_failure_of_ours_is_a_problem_without_its_words(
    desk: Desk, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log says where it was, by the request's id; neither says what stood in it."""
    caller = Caller(new_token(desk, "sato"))

    def fail(_name: object) -> None:
        raise RuntimeError("balance of C0001")

    monkeypatch.setattr("hikiate.web.api.journal.cursor", fail)
    monkeypatch.setattr("hikiate.web.api.journal.cut", fail)
    answer = caller.get("/journal")
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "application/problem+json")
    assert "C0001" not in answer.content.decode() + log.read_text(encoding="utf-8")
    failed = next(line for line in lines(log) if "failed" in line)
    assert answer.json()["instance"].endswith(str(failed["request"]))


def test_a_logged_in_person_is_named(desk: Desk, log: Path, log_in: object) -> None:
    """Where the page asked who it is."""
    assert desk.folder.is_dir()
    assert callable(log_in)
    log_in("sato").get("/")
    assert lines(log)[0]["person"] == "sato"


@pytest.mark.usefixtures("desk")
def test_what_happens_to_accounts_is_told_as_it_is(log: Path) -> None:
    """Logins, failures and factors, each with its person; of a failure no name, which may be a password."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        client = Client()
        password = "three blind mice run"  # noqa: S105 - of this test alone
        client.post(invite("tanaka"), {"new_password1": password, "new_password2": password})
        client.post("/accounts/login/", {"login": "tanaka", "password": "another one entirely"})
        client.post("/accounts/login/", {"login": "tanaka", "password": password})
        secret = secret_in(client.get("/accounts/2fa/totp/activate/"))
        client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
        client.post("/accounts/logout/")
    told = [(line["event"], line.get("person")) for line in lines(log) if "event" in line]
    heard = ["password_set", "login_failed", "login", "factor_added", "factor_added", "logout"]
    assert told == [(event, None if event == "login_failed" else "tanaka") for event in heard]
    assert "another one" not in log.read_text(encoding="utf-8")
