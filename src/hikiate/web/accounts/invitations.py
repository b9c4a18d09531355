"""Invitations: a link, good for once and for three days, by which a person sets the first or a forgotten password."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.core import signing
from django.urls import reverse

_SALT = "hikiate.invitation"
_SECONDS = 3 * 24 * 3600


def invite(name: str) -> str:
    """The path of a new invitation for a person, whose account is made where there is none yet."""
    user, _ = get_user_model().objects.get_or_create(username=name, defaults={"password": "!"})
    token = signing.dumps([name, user.password[-16:]], salt=_SALT)
    return str(reverse("invitation", args=[token]))


def invited(token: str) -> AbstractUser | None:
    """Who an invitation is for; None where it is forged, too old, or used: a new password ends every invitation."""
    try:
        name, password_tail = signing.loads(token, salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        return None
    user: AbstractUser | None = get_user_model().objects.filter(username=name, is_active=True).first()
    return user if user is not None and user.password[-16:] == password_tail else None


def has_accounts() -> bool:
    """Whether anybody can log in yet."""
    return any(user.has_usable_password() for user in get_user_model().objects.all())
