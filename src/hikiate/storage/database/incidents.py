"""The tables of the records about incidents: determinations, payments, batches, and what became of them.

A record's fields are those of its class in `hikiate.book.records`, by the same names. What must not happen whatever a
program does stands here as a constraint: no key is payable twice, and no line is paid twice.
"""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from hikiate.storage.database.amounts import AmountField
from hikiate.storage.database.chains import Sealed, digest_column


class Incident(Sealed):
    """See hikiate.book.records.Incident."""

    incident = models.TextField(unique=True)
    kind = models.TextField()
    noticed_at = models.TextField()
    file = digest_column()

    class Meta:
        """Its table."""

        db_table = "incident"


class IncidentClosed(Sealed):
    """See hikiate.book.records.IncidentClosed."""

    incident = models.TextField(unique=True)
    words = models.TextField()

    class Meta:
        """Its table."""

        db_table = "incident_closed"


class Determination(Sealed):
    """See hikiate.book.records.Determination."""

    incident = models.TextField()
    revision = models.BigIntegerField()
    determination = digest_column()
    payable = models.TextField()
    pending = models.TextField()
    request = models.BigIntegerField()

    class Meta:
        """Its table."""

        db_table = "determination"
        constraints: ClassVar = [UniqueConstraint(name="determination_revision_once", fields=["incident", "revision"])]


class Payment(Sealed):
    """See hikiate.book.records.Payment."""

    incident = models.TextField()
    line = models.BigIntegerField()
    key = models.TextField()
    customer = models.TextField()
    asset = models.TextField()
    amount = AmountField()
    status = models.TextField()
    reason = models.TextField()
    revision = models.BigIntegerField()

    class Meta:
        """Its table; no key is payable twice."""

        db_table = "payment"
        constraints: ClassVar = [
            UniqueConstraint(name="payment_line_once", fields=["incident", "line"]),
            UniqueConstraint(name="payable_once", fields=["incident", "key"], condition=Q(status="payable")),
            CheckConstraint(name="payment_amount_above_zero", condition=Q(amount__gt=0)),
        ]


class Batch(Sealed):
    """See hikiate.book.records.Batch."""

    incident = models.TextField()
    batch = models.BigIntegerField()
    asset = models.TextField()
    attempt = models.BigIntegerField()
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    payments = models.BigIntegerField()
    amount = AmountField()
    request = models.BigIntegerField()

    class Meta:
        """Its table."""

        db_table = "batch"
        constraints: ClassVar = [UniqueConstraint(name="batch_once", fields=["incident", "batch"])]


class Retry(Sealed):
    """See hikiate.book.records.Retry."""

    incident = models.TextField()
    batch = models.BigIntegerField()
    line = models.BigIntegerField()
    attempt = models.BigIntegerField()

    class Meta:
        """Its table."""

        db_table = "batch_retry"
        indexes: ClassVar = [models.Index(name="retry_of_line", fields=["incident", "line"])]


class Release(Sealed):
    """See hikiate.book.records.Release."""

    incident = models.TextField()
    batch = models.BigIntegerField()
    file = digest_column()
    entry = models.BigIntegerField()

    class Meta:
        """Its table; a batch is released once."""

        db_table = "batch_release"
        constraints: ClassVar = [UniqueConstraint(name="release_once", fields=["incident", "batch"])]


class Settlement(Sealed):
    """See hikiate.book.records.Settlement."""

    incident = models.TextField()
    batch = models.BigIntegerField()
    settlement = digest_column()
    paid = models.BigIntegerField()
    returned = models.BigIntegerField()

    class Meta:
        """Its table; a file is taken in once."""

        db_table = "settlement"
        constraints: ClassVar = [UniqueConstraint(name="settlement_once", fields=["incident", "settlement"])]


class Outcome(Sealed):
    """See hikiate.book.records.Outcome."""

    incident = models.TextField()
    line = models.BigIntegerField()
    attempt = models.BigIntegerField()
    outcome = models.TextField()
    amount = AmountField()
    reference = models.TextField()
    reason = models.TextField()

    class Meta:
        """Its table; an attempt ends once. A trigger holds that a line is not paid again unless it came back."""

        db_table = "payout_outcome"
        constraints: ClassVar = [
            UniqueConstraint(name="outcome_once", fields=["incident", "line", "attempt"]),
        ]


class SetAside(Sealed):
    """See hikiate.book.records.SetAside."""

    incident = models.TextField()
    line = models.BigIntegerField()
    reason = models.TextField()

    class Meta:
        """Its table."""

        db_table = "payment_set_aside"
        constraints: ClassVar = [UniqueConstraint(name="set_aside_once", fields=["incident", "line"])]


class Funding(Sealed):
    """See hikiate.book.records.Funding."""

    incident = models.TextField()
    movement = models.TextField()
    source = models.TextField()
    asset = models.TextField()
    amount = AmountField()
    reference = models.TextField()
    entry = models.BigIntegerField()

    class Meta:
        """Its table."""

        db_table = "funding"
