"""The public pages, by language, and their data."""

from typing import Any

from django.urls import path, re_path

from hikiate.web.public import views

urlpatterns: list[Any] = [
    path("", views.front, name="public"),
    path("verification/", views.verification, name="public_verification"),
    path("data/<slug:name>.json", views.data, name="public_data"),
    re_path(r"^roots/(?P<day_root>[0-9a-f]{64})\.json$", views.root_file, name="public_root"),
    re_path(r"^(?P<language>ja|en)/$", views.transparency_page, name="public_transparency"),
    re_path(r"^(?P<language>ja|en)/policy/$", views.policy_page, name="public_policy"),
    re_path(r"^(?P<language>ja|en)/claims/(?P<token>[A-Za-z0-9_-]{1,100})/$", views.claim, name="public_claim"),
    re_path(r"", views.absent, name="public_absent"),
]
