"""The addresses of the API."""

from django.urls import path

from hikiate.web.api.endpoints import api, described

urlpatterns = [path("openapi.json", described, name="openapi"), path("", api.urls)]
