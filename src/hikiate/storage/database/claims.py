"""The tables of the records about estates: what was claimed, what became of it, and which class each customer chose.

A record's fields are those of its class in `hikiate.book.records`, by the same names.
"""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from hikiate.storage.database.amounts import AmountField
from hikiate.storage.database.chains import Sealed, digest_column


class EstateOpened(Sealed):
    """See hikiate.book.records.EstateOpened."""

    estate = models.TextField(unique=True)
    regime = models.TextField()
    petition_on = models.TextField()
    claims_until = models.TextField()
    elections_until = models.TextField()
    classes = models.TextField()
    pack = digest_column()
    proof = models.TextField()
    file = digest_column()

    class Meta:
        """Its table."""

        db_table = "estate"


class ClaimFiled(Sealed):
    """See hikiate.book.records.ClaimFiled."""

    estate = models.TextField()
    claim = models.BigIntegerField()
    customer = models.TextField()
    asset = models.TextField()
    amount = AmountField()
    filed_on = models.TextField()
    entered_on = models.TextField()
    timing = models.TextField()
    corrects = models.BigIntegerField()
    evidence = models.TextField()
    words = models.TextField()

    class Meta:
        """Its table; a claim is corrected once."""

        db_table = "estate_claim"
        constraints: ClassVar = [
            UniqueConstraint(name="claim_once", fields=["estate", "claim"]),
            UniqueConstraint(name="claim_corrected_once", fields=["estate", "corrects"], condition=~Q(corrects=0)),
            CheckConstraint(name="claim_amount_above_zero", condition=Q(amount__gt=0)),
        ]
        indexes: ClassVar = [Index(name="claim_of_account", fields=["estate", "customer", "asset"])]


class ClaimStep(Sealed):
    """See hikiate.book.records.ClaimStep."""

    estate = models.TextField()
    step = models.BigIntegerField()
    customer = models.TextField()
    asset = models.TextField()
    kind = models.TextField()
    amount = AmountField()
    admitted = AmountField()
    disputed = AmountField()
    day = models.TextField()
    claim = models.BigIntegerField()
    evidence = models.TextField()
    words = models.TextField()
    request = models.BigIntegerField()

    class Meta:
        """Its table."""

        db_table = "estate_claim_step"
        constraints: ClassVar = [
            UniqueConstraint(name="claim_step_once", fields=["estate", "step"]),
            CheckConstraint(name="claim_stands_from_zero", condition=Q(admitted__gte=0) & Q(disputed__gte=0)),
        ]
        indexes: ClassVar = [Index(name="claim_step_of_account", fields=["estate", "customer", "asset"])]


class Election(Sealed):
    """See hikiate.book.records.Election."""

    estate = models.TextField()
    customer = models.TextField()
    class_name = models.TextField()
    elected_on = models.TextField()
    evidence = models.TextField()
    request = models.BigIntegerField()

    class Meta:
        """Its table."""

        db_table = "estate_election"
        indexes: ClassVar = [Index(name="election_of_customer", fields=["estate", "customer"])]
