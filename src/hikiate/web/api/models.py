"""What the API keeps beside the book: tokens by their digest, answers by their idempotency keys, who saw customers."""

from typing import ClassVar

from django.db import models

_DIGEST = 64
KEY_LENGTH_MAX = 255


class Token(models.Model):
    """A token: only the SHA-256 of its secret is kept. It acts as `person`, within `scopes`; blank while it is good."""

    digest = models.CharField(max_length=_DIGEST, unique=True)
    name = models.TextField()
    person = models.TextField()
    scopes = models.TextField()
    made_at = models.TextField()
    made_by = models.TextField()
    expires_at = models.TextField()
    revoked_at = models.TextField(blank=True, default="")
    revoked_by = models.TextField(blank=True, default="")
    used_on = models.TextField(blank=True, default="")

    class Meta:
        """Its table."""

        db_table = "api_token"


class KeptAnswer(models.Model):
    """What was answered to a POST with an idempotency key, kept in the same transaction as what the POST changed."""

    token = models.ForeignKey(Token, models.PROTECT, related_name="+")
    key = models.CharField(max_length=KEY_LENGTH_MAX)
    asked = models.CharField(max_length=_DIGEST)
    status = models.IntegerField()
    content = models.TextField()
    at = models.TextField(db_index=True)

    class Meta:
        """Its table; a key is answered once for a token."""

        db_table = "api_answer"
        constraints: ClassVar = [models.UniqueConstraint(name="api_answer_once", fields=["token", "key"])]


class PersonalView(models.Model):
    """That somebody read by the API what names customers."""

    at = models.TextField()
    token = models.ForeignKey(Token, models.PROTECT, related_name="+")
    person = models.TextField()
    what = models.TextField()
    is_only_added: ClassVar = True

    class Meta:
        """Its table."""

        db_table = "api_personal_view"
