"""The database as Django knows it: an application named `hikiate`."""

from django.apps import AppConfig


class HikiateConfig(AppConfig):
    """The application whose models are the tables of a workspace."""

    name = "hikiate.storage.database"
    label = "hikiate"
    default_auto_field = "django.db.models.BigAutoField"
