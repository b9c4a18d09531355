"""The public pages."""

from typing import Any

urlpatterns: list[Any] = []
