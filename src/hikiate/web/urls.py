"""Every address that is served, part by part."""

from django.urls import include, path

from hikiate.web.api.monitoring import metrics
from hikiate.web.base.refusals import not_allowed, not_found, out_of_order
from hikiate.web.base.views import choose_language, healthy, ready

urlpatterns = [
    path("accounts/", include("hikiate.web.accounts.urls")),
    path("api/v1/", include("hikiate.web.api.urls")),
    path("public/", include("hikiate.web.public.urls")),
    path("language/", choose_language, name="language"),
    path("healthz", healthy, name="healthy"),
    path("readyz", ready, name="ready"),
    path("metrics", metrics, name="metrics"),
    path("", include("hikiate.web.console.urls")),  # last, as every call before it would be held against all its pages
]

handler403 = not_allowed
handler404 = not_found
handler500 = out_of_order
