"""Login at an identity provider that runs in this process: discovery, code with PKCE, token, person."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from django.http import HttpResponse
from django.test import Client, override_settings

from hikiate.desk.desks import Desk
from hikiate.kernel.findings import Refused
from hikiate.web.accounts import oidc

CLIENT_ID, SECRET = "hikiate", "a secret that the provider and we share, of some length"


class Provider(ThreadingHTTPServer):
    """A small OpenID provider; `person` is who logs in at it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.person = {"sub": "0001", "preferred_username": "tanaka"}
        self.codes: dict[str, dict[str, str]] = {}
        self.refused: list[str] = []

    @property
    def issuer(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Answer(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class names it so
        """Nothing."""

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        issuer = self.server.issuer
        if asked.path == "/.well-known/openid-configuration":
            names = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            said: dict[str, Any] = {f"{name}_endpoint": f"{issuer}/{path}" for name, path in names.items()}
            self._say({**said, "issuer": issuer, "jwks_uri": f"{issuer}/keys"})
        elif asked.path == "/authorize":
            fields = {name: values[0] for name, values in parse_qs(asked.query).items()}
            code = f"code-{len(self.server.codes)}"
            self.server.codes[code] = fields
            self.send_response(302)
            query = urlencode({"code": code, "state": fields["state"]})
            self.send_header("Location", f"{fields['redirect_uri']}?{query}")
            self.end_headers()
        else:
            self._say(self.server.person)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        said = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self.server.codes.pop(said.get("code", ""), None)
        digest = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if asked is None or said.get("client_secret") != SECRET or asked.get("code_challenge") != challenge:
            self.server.refused.append(body)
            self.send_response(400)
            self.end_headers()
            return
        now = int(time.time())
        claims = {**self.server.person, "iss": self.server.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 60}
        token = jwt.encode(claims, SECRET, algorithm="HS256")
        self._say({"access_token": "at", "token_type": "Bearer", "id_token": token})

    def _say(self, said: dict[str, Any]) -> None:
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider that runs, and settings that name it."""
    with Provider() as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        environment = {
            "HIKIATE_OIDC_ISSUER": made.issuer,
            "HIKIATE_OIDC_CLIENT_ID": CLIENT_ID,
            "HIKIATE_OIDC_CLIENT_SECRET": SECRET,
            "HIKIATE_OIDC_NAME": "社内認証基盤",
        }
        with override_settings(SOCIALACCOUNT_PROVIDERS=oidc.providers(environment)):
            yield made
        made.shutdown()
        thread.join()


def log_in_at(provider: Provider, client: Client) -> HttpResponse:
    """What a browser does: to the provider, and back with its code."""
    import http.client  # noqa: PLC0415 - beside its only use

    led = client.get("/accounts/oidc/oidc/login/")
    to = urlsplit(led.headers["Location"])
    assert f"{to.scheme}://{to.netloc}" == provider.issuer
    browser = http.client.HTTPConnection(to.netloc, timeout=5)
    browser.request("GET", f"{to.path}?{to.query}")
    back = urlsplit(browser.getresponse().headers["Location"] or "")
    browser.close()
    return client.get(f"{back.path}?{back.query}")


@pytest.mark.usefixtures("desk")
def test_a_person_of_the_workspace_logs_in_at_the_provider(provider: Provider, log_in: Callable[[str], Client]) -> None:
    """By the name under which an administrator entered the person; bound to the provider's subject from then on."""
    log_in("tanaka")
    assert "社内認証基盤" in Client().get("/accounts/login/").content.decode()
    client = Client()
    assert log_in_at(provider, client).headers["Location"] == "/"
    assert client.get("/journal/").status_code == 200
    log_in("mori")
    provider.person = {"sub": "0001", "preferred_username": "mori"}
    renamed = Client()
    log_in_at(provider, renamed)
    assert "tanaka" in renamed.get("/accounts/").content.decode()
    provider.person = {"sub": "0002", "preferred_username": "tanaka"}
    other = Client()
    assert "利用できるアカウントがありません" in log_in_at(provider, other).content.decode()
    assert other.get("/").status_code == 302
    assert provider.refused == []


@pytest.mark.usefixtures("desk")
def test_whom_nobody_entered_gets_no_account(provider: Provider) -> None:
    """Nobody signs up by way of the provider."""
    provider.person = {"sub": "0009", "preferred_username": "eve"}
    client = Client()
    assert "利用できるアカウントがありません" in log_in_at(provider, client).content.decode()
    from django.contrib.auth.models import User  # noqa: PLC0415 - the tables are there once an office is open

    assert not User.objects.filter(username="eve").exists()


@pytest.mark.usefixtures("desk")
def test_an_approver_is_asked_for_the_second_factor_here_too(
    provider: Provider, log_in: Callable[[str], Client]
) -> None:
    """Whatever the provider asked for."""
    log_in("suzuki")
    provider.person = {"sub": "0003", "preferred_username": "suzuki"}
    client = Client()
    assert log_in_at(provider, client).headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/").status_code == 302


@pytest.mark.usefixtures("desk")
def test_a_forged_answer_of_the_provider_is_told(provider: Provider) -> None:
    """A state that we did not give, and a code that the provider does not know."""
    assert provider.issuer
    answer = Client().get("/accounts/oidc/oidc/login/callback/?code=stolen&state=forged")
    assert "認証基盤でのログインに失敗しました" in answer.content.decode()
    assert Client().get("/accounts/oidc/other/login/").status_code == 404


def test_the_setting_is_whole_or_refused(desk: Desk, tmp_path: Path) -> None:
    """Nothing is off; a part is refused with what is missing; a secret may stand in a file."""
    assert desk.folder.is_dir()
    assert oidc.providers({}) == {}
    assert Client().get("/accounts/oidc/oidc/login/").status_code == 404
    with pytest.raises(Refused) as refused:
        oidc.providers({"HIKIATE_OIDC_ISSUER": "https://id.example"})
    wanted = ["HIKIATE_OIDC_CLIENT_ID", "HIKIATE_OIDC_CLIENT_SECRET"]
    assert [fault.where for fault in refused.value.faults] == wanted
    (tmp_path / "secret").write_text("s3cret\n")
    parts = {"ISSUER": "https://id.example", "CLIENT_ID": "h", "CLIENT_SECRET_FILE": str(tmp_path / "secret")}
    (app,) = oidc.providers({f"HIKIATE_OIDC_{name}": value for name, value in parts.items()})["openid_connect"]["APPS"]
    assert app["secret"] == "s3cret"  # noqa: S105 - of the test alone
    assert oidc.claim({}) == "preferred_username"
    assert oidc.claim({"HIKIATE_OIDC_CLAIM": "email"}) == "email"
