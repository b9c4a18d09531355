"""The pages of the console."""

from django.urls import include, path

from hikiate.web.console.today import today

urlpatterns = [
    path("", today, name="today"),
    path("", include("hikiate.web.cases.urls")),
    path("people/", include("hikiate.web.accounts.people_urls")),
]
