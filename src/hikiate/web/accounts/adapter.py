"""How accounts are had: by invitation alone, never by signing up."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts of the workspace's people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up; an administrator invites."""
        del request
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Accounts that log in at the firm's own identity provider."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """Whoever the provider knows has an account here only where an administrator made one."""
        del request, sociallogin
        return False
