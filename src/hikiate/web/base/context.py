"""What every template knows: the language, the person with the roles held, and the menu."""

from typing import Any

from django.http import HttpRequest

from hikiate.operations.workspace.people import ROLES
from hikiate.web.base.access import held_roles
from hikiate.web.base.navigation import menu
from hikiate.web.settings import is_example


def page(request: HttpRequest) -> dict[str, Any]:
    """Names for the layout; a page that failed before its language was known is said in Japanese."""
    language = getattr(request, "LANGUAGE_CODE", "ja")
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"language": language, "menu": (), "held": (), "roles": frozenset(), "example": is_example()}
    held = held_roles(request)
    return {
        "language": language,
        "menu": menu(request.path, held),
        "roles": held,
        "held": [ROLES[role] for role in ROLES if role in held],
        "example": is_example(),
    }
