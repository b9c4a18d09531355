"""The app, as Django finds it."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """The tables and templates of this part."""

    name = "hikiate.web.public"
    label = "hikiate_public"
    default_auto_field = "django.db.models.BigAutoField"
