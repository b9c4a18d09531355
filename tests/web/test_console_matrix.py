"""Every address of the console against every role: who may not see a page is told so, and nothing is changed.

The addresses are found by walking the resolver, so that a new page without roles fails here.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from case_life import INCIDENT, case_of
from django.test import Client
from django.urls import get_resolver, reverse

from hikiate.desk.desks import Desk
from hikiate.operations.workspace.people import ROLES, set_roles
from hikiate.web.console import closing

NUMBER = "0" * 64
VALUES = {"name": INCIDENT, "number": 1}
BY_NAME: dict[str, dict[str, object]] = {
    "paper": {"name": "providers", "language": "ja", "form": "html"},
    "determination_file": {"name": INCIDENT, "number": 1, "file": "summary.json"},
    "report": {"number": 1, "language": "ja", "form": "json"},
    "finding_evidence": {"number": 1, "digest": NUMBER},
    "figure": {"number": 1, "name": "reserve.required"},
    "rulebook": {"name": "jp-psa"},
    "dispute": {"number": NUMBER},
    "dispute_answer": {"number": NUMBER},
}
OPEN_TO_STRANGERS = {
    "account_login", "account_logout", "account_signup", "account_inactive", "invitation", "language", "healthy",
    "ready", "metrics",
    "mfa_authenticate", "mfa_login_webauthn", "openid_connect_login", "openid_connect_callback",
    "socialaccount_login_cancelled", "socialaccount_login_error",
}  # fmt: skip
"""Pages before the login, and what answers without one."""
OF_ONE_SELF = {
    "account_reauthenticate", "account_change_password", "mfa_index", "mfa_reauthenticate", "mfa_activate_totp",
    "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
    "mfa_list_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn",
}  # fmt: skip
"""Pages about one's own account, for whoever is logged in."""
UNMADE = {"close_work", "find_day", "finding_evidence", "revoke_token", "estate", "claims", "insider_register"}
"""Pages of what no test before has made: a close under way, a day asked for, an evidence, a token, an estate."""
ASKING = {"determination_statement"}
"""Pages that want to be asked for somebody."""
ELSEWHERE = ("api/", "public/")


def addresses(patterns: Any = None, before: str = "") -> Iterator[tuple[str, str, Any]]:  # noqa: ANN401 - Django's patterns
    """Every address: its route, its name, its view."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = f"{before}{pattern.pattern}"
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, route)
        elif not route.startswith(ELSEWHERE):
            yield route, pattern.name, pattern.callback


CONSOLE = [(name, view) for _, name, view in addresses() if name not in OPEN_TO_STRANGERS | OF_ONE_SELF]


def at(name: str) -> str:
    """The address of a page, with values where it wants some."""
    pattern = next(route for route, found, _ in addresses() if found == name)
    values = BY_NAME.get(name, VALUES)
    return str(reverse(name, kwargs={word: value for word, value in values.items() if f":{word}>" in pattern}))


def test_every_address_says_for_which_roles_it_is() -> None:
    """A page that forgets its roles is a page for everybody."""
    without = [route for route, name, view in addresses() if name not in OPEN_TO_STRANGERS | OF_ONE_SELF and not
               getattr(view, "roles", None)]  # fmt: skip
    assert without == []
    assert {name for _, name, _ in addresses()} >= OPEN_TO_STRANGERS | OF_ONE_SELF


@pytest.mark.usefixtures("desk")
def test_strangers_are_led_to_the_login_from_every_page() -> None:
    """Whatever method they use, and from one's own pages too."""
    for name in [name for name, _ in CONSOLE] + sorted(OF_ONE_SELF - {"mfa_remove_webauthn", "mfa_edit_webauthn"}):
        for method in ("get", "post"):
            answer = getattr(Client(), method)(at(name))
            assert answer.status_code == 302, (name, method)
            assert answer.headers["Location"].startswith("/accounts/login/"), (name, method)


def test_each_role_gets_the_pages_of_its_own_and_no_others(
    any_desk: Desk, log_in: Callable[[str], Client], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By GET and by POST; a wrong role changes nothing."""
    monkeypatch.setattr(closing, "works", closing.Works())
    case = case_of(any_desk, tmp_path / "papers")
    case.live()
    with any_desk.book.unit() as unit:
        for role in ROLES:
            set_roles(unit, case.act(), f"only-{role}", [role])
        set_roles(unit, case.act(), "nobody", [])
        head = unit.decisions
    clients = {role: log_in(f"only-{role}") for role in ROLES} | {"": log_in("nobody")}
    for name, view in CONSOLE:
        for role, client in clients.items():
            got = client.get(at(name))
            got.close()
            if role in view.roles:
                assert got.status_code in ({422} if name in ASKING else {200, 404, 405}), (name, role)
                assert got.status_code != 404 or name in UNMADE or name.startswith(("dispute", "audit_run")), (
                    name,
                    role,
                )
            else:
                assert got.status_code == 403, (name, role)
                assert client.post(at(name)).status_code == 403, (name, role)
    assert any_desk.book.decisions == head
