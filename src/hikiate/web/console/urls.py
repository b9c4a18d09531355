"""The pages of the console."""

from django.urls import path

from hikiate.web.console.publishing import make_claim_links, publishing
from hikiate.web.console.today import today
from hikiate.web.console.tokens import revoke_token, tokens

urlpatterns = [
    path("", today, name="today"),
    path("tokens/", tokens, name="tokens"),
    path("tokens/<int:number>/revocation/", revoke_token, name="revoke_token"),
    path("publishing/", publishing, name="publishing"),
    path("publishing/links/", make_claim_links, name="claim_links"),
]
