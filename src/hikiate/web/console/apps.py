"""The app, as Django finds it."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """The tables and templates of this part."""

    name = "hikiate.web.console"
    label = "hikiate_console"
    default_auto_field = "django.db.models.BigAutoField"
