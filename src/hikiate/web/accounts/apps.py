"""The app, as Django finds it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The tables and templates of this part."""

    name = "hikiate.web.accounts"
    label = "hikiate_accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear what happens to accounts."""
        from hikiate.web.accounts.events import listen  # noqa: PLC0415 - the tables of others are ready by now

        listen()
