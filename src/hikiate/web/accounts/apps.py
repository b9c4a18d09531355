"""The app, as Django finds it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The tables and templates of this part."""

    name = "hikiate.web.accounts"
    label = "hikiate_accounts"
    default_auto_field = "django.db.models.BigAutoField"
