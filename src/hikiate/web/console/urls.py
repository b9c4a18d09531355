"""The pages of the console."""

from django.urls import path

from hikiate.web.console.today import today

urlpatterns = [
    path("", today, name="today"),
]
