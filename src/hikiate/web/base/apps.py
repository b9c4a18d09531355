"""The app, as Django finds it."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """Layout, style and template words."""

    name = "hikiate.web.base"
    label = "hikiate_base"
