"""Django's and allauth's settings for accounts: passwords, second factors, throttles, a provider of one's own."""

from collections.abc import Mapping
from typing import Any

from hikiate.web.accounts import oidc

_THROTTLED_MAX = 100_000
_THROTTLES = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/300s/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
"""How often what may be tried, for each address, each account, each person logged in."""


def account_settings(environment: Mapping[str, str], *, secure: bool) -> dict[str, Any]:
    """The settings; Refused where the environment names a part of a provider. `secure` where TLS is spoken."""
    return {
        "AUTHENTICATION_BACKENDS": [
            "django.contrib.auth.backends.ModelBackend",
            "allauth.account.auth_backends.AuthenticationBackend",
        ],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
            {
                "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
                "OPTIONS": {"min_length": 12},
            },
            {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
            {"NAME": "hikiate.web.accounts.passwords.NoNameOfTheFirm"},
        ],
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "/",
        "ACCOUNT_LOGIN_METHODS": {"username"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_ADAPTER": "hikiate.web.accounts.adapter.AccountAdapter",
        "SOCIALACCOUNT_ADAPTER": "hikiate.web.accounts.adapter.SocialAccountAdapter",
        "ACCOUNT_SESSION_REMEMBER": False,
        "ACCOUNT_LOGOUT_ON_GET": False,
        "ACCOUNT_RATE_LIMITS": _THROTTLES,
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if secure else "http",
        # One process serves a workspace, so its memory is shared by all that answer; large, so that no flood of other
        # names pushes a throttled one out.
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
                "OPTIONS": {"MAX_ENTRIES": _THROTTLED_MAX},
            }
        },
        "SOCIALACCOUNT_ENABLED": True,
        "SOCIALACCOUNT_LOGIN_ON_GET": True,
        "SOCIALACCOUNT_STORE_TOKENS": False,
        "SOCIALACCOUNT_PROVIDERS": oidc.providers(environment),
        "HIKIATE_OIDC_CLAIM": oidc.claim(environment),
        "MFA_ADAPTER": "hikiate.web.accounts.adapter.MFAAdapter",
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes", "webauthn"],
        "MFA_TOTP_ISSUER": "Hikiate",
        "MFA_TOTP_TOLERANCE": 1,  # a telephone's clock may be half a minute off
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": not secure,
    }
