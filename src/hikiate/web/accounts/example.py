"""Accounts of an example workspace: everybody has the same password, made by chance and kept beside the workspace.

Such a workspace says on every page that it is an example, and asks nobody for a second factor.
"""

import secrets
from collections.abc import Iterable
from pathlib import Path

from django.contrib.auth import get_user_model

from hikiate.storage.disk import write_file
from hikiate.web.settings import EXAMPLE_FILE

_WORDS = 4
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_PRIVATE = 0o600


def open_accounts(folder: Path, names: Iterable[str]) -> str:
    """Make the accounts of an example's people where they are not there yet; gives back their password."""
    file = folder / EXAMPLE_FILE
    if not file.is_file():
        words = ("".join(secrets.choice(_ALPHABET) for _ in range(_WORDS)) for _ in range(_WORDS))
        write_file(file, "-".join(words).encode())
        file.chmod(_PRIVATE)
    password = file.read_text(encoding="ascii")
    for name in names:
        user, _ = get_user_model().objects.get_or_create(username=name)
        if not user.has_usable_password() or not user.check_password(password):
            user.set_password(password)
            user.save()
    return password
