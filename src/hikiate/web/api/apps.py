"""The app, as Django finds it."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The tables and templates of this part."""

    name = "hikiate.web.api"
    label = "hikiate_api"
    default_auto_field = "django.db.models.BigAutoField"
