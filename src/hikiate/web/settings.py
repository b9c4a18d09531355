"""Django's settings for the pages, and the workspace that a server has open.

A process serves one workspace. `configure` comes before anything of Django's is loaded; `open_workspace` connects it to
a workspace and brings the pages' own tables (accounts, sessions, tokens) up to date beside the book's.
"""

import os
import secrets
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db.utils import DEFAULT_DB_ALIAS

from hikiate.desk.desks import Desk
from hikiate.storage.database.connection import Place, connect, open_database, place_of, take_steps, told
from hikiate.storage.database.workspace import DatabaseWorkspace
from hikiate.storage.disk import write_file
from hikiate.storage.workspace.remote_files import file_store
from hikiate.web.accounts.settings import account_settings

KEY_FILE = "secret.key"
EXAMPLE_FILE = "example.password"
"""Stands in a workspace that is an example and says so on every page."""

_KEY_BYTES = 64
_PRIVATE = 0o600
_CONNECTION_SECONDS = 60
_LOCK_SECONDS = 5
"""How long a page waits for a command that writes, before it says so to whoever asked."""
_SESSION_SECONDS = 8 * 3600
_UPLOAD_BYTES_MAX = 2_500_000
_APPS = (
    # Ours first, so that our templates stand before those of others.
    "hikiate.storage.database.apps.HikiateConfig",
    "hikiate.web.base.apps.BaseConfig",
    "hikiate.web.accounts.apps.AccountsConfig",
    "hikiate.web.console.apps.ConsoleConfig",
    "hikiate.web.cases.apps.CasesConfig",
    "hikiate.web.api.apps.ApiConfig",
    "hikiate.web.public.apps.PublicConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
)
_MIDDLEWARE = (
    "hikiate.web.base.request_log.watched",
    "hikiate.web.api.answers.problems",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hikiate.web.base.middleware.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "hikiate.web.base.middleware.spoken_language",
    "django.middleware.common.CommonMiddleware",
    "hikiate.web.base.bounds.BodyBounds",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hikiate.web.accounts.sessions.Idle",
    "hikiate.web.accounts.second_factor.Required",
    "hikiate.web.base.middleware.Refusals",
)
_CONTEXT = (
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "hikiate.web.base.context.page",
)

_open: list[Desk] = []


def configure(place: Place, hosts: Sequence[str] = ("localhost", "127.0.0.1"), *, secure: bool = False) -> None:
    """Set Django up for the pages; `secure` where they are reached over TLS, as anywhere but on this machine."""
    if settings.configured:
        return
    settings.configure(
        DEBUG=False,
        ALLOWED_HOSTS=list(hosts),
        CSRF_TRUSTED_ORIGINS=[f"https://{host}" for host in hosts] if secure else [],
        DATABASES={DEFAULT_DB_ALIAS: dict(place.options)},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=list(_APPS),
        MIDDLEWARE=list(_MIDDLEWARE),
        ROOT_URLCONF="hikiate.web.urls",
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": list(_CONTEXT), "builtins": ["hikiate.web.base.templatetags.words"]},
            }
        ],
        USE_TZ=True,
        TIME_ZONE="Asia/Tokyo",
        LANGUAGE_CODE="ja",
        LANGUAGES=[("ja", "日本語"), ("en", "English")],
        STATIC_URL="/static/",
        WHITENOISE_USE_FINDERS=True,
        WHITENOISE_AUTOREFRESH=False,
        **account_settings(os.environ, secure=secure),
        SESSION_ENGINE="hikiate.web.accounts.session_store",
        # A browser takes a cookie with this prefix from this host alone, over TLS alone.
        SESSION_COOKIE_NAME="__Host-hikiate_session" if secure else "hikiate_session",
        LANGUAGE_COOKIE_NAME="__Host-hikiate_language" if secure else "hikiate_language",
        CSRF_COOKIE_NAME="__Host-hikiate_form" if secure else "hikiate_form",
        SESSION_COOKIE_AGE=_SESSION_SECONDS,
        SESSION_COOKIE_SECURE=secure,
        CSRF_COOKIE_SECURE=secure,
        CSRF_FAILURE_VIEW="hikiate.web.base.refusals.stale_form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SECURE_HSTS_SECONDS=31_536_000 if secure else 0,
        SECURE_HSTS_INCLUDE_SUBDOMAINS=secure,
        SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https") if secure else None,
        SECURE_REFERRER_POLICY="same-origin",
        X_FRAME_OPTIONS="DENY",
        DATA_UPLOAD_MAX_MEMORY_SIZE=_UPLOAD_BYTES_MAX,
        FILE_UPLOAD_HANDLERS=[
            "hikiate.web.base.uploads.BoundedUploads",
            "django.core.files.uploadhandler.MemoryFileUploadHandler",
            "django.core.files.uploadhandler.TemporaryFileUploadHandler",
        ],
        LOGGING={"version": 1, "disable_existing_loggers": False},
    )
    django.setup()


def open_workspace(folder: Path) -> Desk:
    """Connect to a workspace and bring the tables of the pages up to date; Refused where it cannot be opened."""
    place = open_database(folder)
    waiting = place.waiting(_LOCK_SECONDS)
    connect(replace(waiting, options={**waiting.options, "CONN_MAX_AGE": _CONNECTION_SECONDS}))
    with told(place):
        take_steps()
        # With nothing left to do, it has each application make what belongs to its tables.
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    settings.SECRET_KEY = _secret_key(folder)
    _open[:] = [Desk(folder, file_store(folder), DatabaseWorkspace(place))]
    return _open[0]


def workspace() -> Desk:
    """The workspace that this process serves."""
    return _open[0]


def is_example() -> bool:
    """Whether the workspace that this process serves is an example."""
    return (_open[0].folder / EXAMPLE_FILE).is_file()


def prepare(folder: Path, hosts: Sequence[str] = ("localhost", "127.0.0.1"), *, secure: bool = False) -> Desk:
    """Configure Django for the pages, and open the workspace in a folder; Refused where there is none."""
    configure(place_of(folder), hosts, secure=secure)
    return open_workspace(folder)


def _secret_key(folder: Path) -> str:
    """The key that signs sessions and links of a workspace; made once, readable by its owner alone."""
    file = folder / KEY_FILE
    if not file.is_file():
        write_file(file, secrets.token_hex(_KEY_BYTES).encode())
        file.chmod(_PRIVATE)
    return file.read_text(encoding="ascii")
