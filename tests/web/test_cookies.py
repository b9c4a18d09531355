"""Cookies and heads behind TLS, where the pages run in a process of their own that was told so."""

import json
import subprocess
import sys
from typing import Any

import pytest

ASKED = """
import json, sys
from pathlib import Path
from hikiate.storage.database.connection import place_of
from hikiate.storage.workspace.backups import make_workspace
from hikiate.web.settings import configure, prepare
folder = Path(sys.argv[1])
configure(place_of(folder), ["console.example"], secure=True)
make_workspace(folder, ())
prepare(folder, ["console.example"], secure=True)
from django.test import Client
client = Client(headers={"x-forwarded-proto": "https", "host": "console.example"})
page = client.get("/accounts/login/", secure=True)
client.post("/language/", {"language": "en"}, secure=True)
parts = ("secure", "httponly", "samesite", "domain", "path")
cookies = {name: {part: one[part] for part in parts} for name, one in client.cookies.items()}
from django.conf import settings
session = {part: getattr(settings, f"SESSION_COOKIE_{part.upper()}") for part in (*parts, "name")}
print(json.dumps({"status": page.status_code, "cookies": cookies, "session": session, "heads": dict(page.headers)}))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a console behind TLS answers."""
    folder = tmp_path_factory.mktemp("tls") / "w"
    asked = subprocess.run([sys.executable, "-c", ASKED, str(folder)], capture_output=True, text=True, check=False)
    assert asked.returncode == 0, asked.stderr
    read: dict[str, Any] = json.loads(asked.stdout.splitlines()[-1])
    return read


def test_cookies_behind_tls_are_of_this_host_alone(told: dict[str, Any]) -> None:
    """Secure, with the prefix that binds them to the host, Lax; that of the session out of reach of scripts."""
    assert told["status"] == 200
    cookies: dict[str, dict[str, object]] = {**told["cookies"], "session": told["session"]}
    assert "__Host-hikiate_form" in cookies
    for name, cookie in cookies.items():
        assert cookie["secure"], name
        assert cookie["samesite"] == "Lax", name
        assert not cookie["domain"], name
        assert cookie["path"] == "/", name
    assert told["session"]["name"] == "__Host-hikiate_session"
    assert told["session"]["httponly"]
    assert all(name.startswith("__Host-") for name in told["cookies"])


def test_behind_tls_browsers_are_told_to_stay_there(told: dict[str, Any]) -> None:
    """For a year, subdomains too; no sniffing of types, no referrer to others."""
    heads = told["heads"]
    assert heads["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert heads["X-Content-Type-Options"] == "nosniff"
    assert heads["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in heads["Content-Security-Policy"]
