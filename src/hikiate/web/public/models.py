"""What the public pages keep beside the book: private links of customers by their digest, and guesses at them."""

from typing import ClassVar

from django.db import models

_DIGEST = 64


class ClaimLink(models.Model):
    """A customer's link to an incident: only the SHA-256 of its token is kept. Blank `ended_at` while it is good."""

    digest = models.CharField(max_length=_DIGEST, unique=True)
    incident = models.TextField()
    customer = models.TextField()
    made_at = models.TextField()
    made_by = models.TextField()
    expires_at = models.TextField()
    ended_at = models.TextField(blank=True, default="")

    class Meta:
        """Its table."""

        db_table = "public_claim_link"
        indexes: ClassVar = [models.Index(name="claim_link_of", fields=["incident", "customer"])]


class Guess(models.Model):
    """A call with a link that is none: when, and from where, as a digest that only this workspace can make."""

    at = models.TextField()
    sender = models.CharField(max_length=_DIGEST)

    class Meta:
        """Its table."""

        db_table = "public_guess"
        indexes: ClassVar = [models.Index(name="guess_of_sender", fields=["sender", "at"])]
