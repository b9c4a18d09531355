"""How accounts are had: by invitation alone, never by signing up; and how their second factors are kept."""

from collections.abc import Iterable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest

from hikiate.kernel.wording import Term
from hikiate.web.accounts.sealing import sealed, unsealed
from hikiate.web.accounts.second_factor import must_have
from hikiate.web.accounts.sessions import now
from hikiate.web.base.access import spoken

_FRESH_SECONDS = 300
_WORDS = {
    "too_many_login_attempts": Term(
        "Too many failed attempts. Try again in five minutes; the account itself is not changed.",
        "ログインの失敗が続いたため、一時的に受け付けていません。5分ほど待ってから再度お試しください。",
    ),
    "username_password_mismatch": Term(
        "The name and the password do not belong together.", "識別名またはパスワードが正しくありません。"
    ),
    "cannot_delete_authenticator": Term(
        "Your roles need a second factor: add another one before you remove this one.",
        "担当の役割には二要素認証が必須です。別の方法を追加してから解除してください。",
    ),
    "incorrect_code": Term("The code is not right.", "コードが正しくありません。"),
}


def _said(code: str) -> str | None:
    """Our words for an error of allauth's, in the language of the request."""
    return _WORDS[code].said(spoken(context.request)) if code in _WORDS and context.request else None


class AccountAdapter(DefaultAccountAdapter):
    """Accounts of the workspace's people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up; an administrator invites."""
        del request
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Whoever has just logged in goes straight on to the second factor and its recovery codes."""
        if app == "allauth.mfa" and _logged_in_just_now(context.request):
            return False
        return bool(super().is_reauthentication_required(app=app))

    def validation_error(self, code: str, *arguments: object) -> Exception:
        """An error in our own words, where we have some."""
        error = super().validation_error(code, *arguments)
        error.message = _said(code) or error.message
        return error  # type: ignore[no-any-return]  # allauth has no types


def _logged_in_just_now(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    return bool(records) and now() - int(records[-1]["at"]) < _FRESH_SECONDS


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Accounts that log in at the firm's own identity provider."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """Whoever the provider knows has an account here only where an administrator made one."""
        del request, sociallogin
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:  # noqa: ANN401 - allauth has no types
        """Bind the provider's subject to the account of the same name at its first login; from then on it is bound."""
        if sociallogin.is_existing:
            return
        name = _claim(sociallogin.account.extra_data, settings.HIKIATE_OIDC_CLAIM)
        user = get_user_model().objects.filter(username=name, is_active=True).first() if name else None
        if user is not None and not user.socialaccount_set.filter(provider=sociallogin.account.provider).exists():
            sociallogin.connect(request, user)


def _claim(said: dict[str, Any], claim: str) -> str:
    """A claim of the provider's, from its token or from its answer about the person."""
    for part in (said.get("id_token"), said.get("userinfo"), said):
        if isinstance(part, dict) and isinstance(part.get(claim), str):
            return str(part[claim])
    return ""


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: their secrets sealed in the database, the last one kept where it is required."""

    def encrypt(self, text: str) -> str:
        """A secret as it is kept."""
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """A secret as it was before it was kept."""
        return unsealed(encrypted_text)

    def can_delete_authenticator(self, authenticator: Any) -> bool:  # noqa: ANN401 - allauth has no types
        """The last second factor stays where the roles require one."""
        others: Iterable[Any] = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        left = any(other.type != Authenticator.Type.RECOVERY_CODES for other in others)
        return left or not must_have(authenticator.user.get_username())

    def validation_error(self, code: str, *arguments: object) -> Exception:
        """An error in our own words, where we have some."""
        error = super().validation_error(code, *arguments)
        error.message = _said(code) or error.message
        return error  # type: ignore[no-any-return]  # allauth has no types
