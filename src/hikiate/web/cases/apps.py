"""The app, as Django finds it."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The tables and templates of this part."""

    name = "hikiate.web.cases"
    label = "hikiate_cases"
    default_auto_field = "django.db.models.BigAutoField"
