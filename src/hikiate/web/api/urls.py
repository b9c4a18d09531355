"""The addresses of the API."""

from django.urls import path

from hikiate.web.api.endpoints import api

urlpatterns = [path("", api.urls)]
