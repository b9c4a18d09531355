"""What the pages of cases keep for themselves: counts that would take too long to count, and audits that ran."""

from typing import ClassVar

from django.db import models
from django.db.models import UniqueConstraint


class PaymentCount(models.Model):
    """How many payments of an asset a determination made payable or pending; neither ever changes."""

    incident = models.TextField()
    revision = models.BigIntegerField()
    asset = models.TextField()
    status = models.TextField()
    payments = models.BigIntegerField()

    class Meta:
        """Its table."""

        db_table = "case_payment_count"
        constraints: ClassVar = [
            UniqueConstraint(name="payment_count_once", fields=["incident", "revision", "asset", "status"])
        ]


class AuditRun(models.Model):
    """An audit that somebody had run from the console, and what it found."""

    begun_at = models.TextField()
    begun_by = models.TextField()
    ended_at = models.TextField(blank=True, default="")
    is_sound = models.BooleanField(default=False)
    entries = models.BigIntegerField(default=0)
    postings = models.BigIntegerField(default=0)
    decisions = models.BigIntegerField(default=0)
    head = models.TextField(blank=True, default="")
    findings = models.TextField(blank=True, default="[]")
    failure = models.TextField(blank=True, default="")

    class Meta:
        """Its table."""

        db_table = "case_audit_run"
