"""The tables of the records about the firm: its people, packs, closes, findings and approvals.

A record's fields are those of its class in `hikiate.book.records`, by the same names. What must not happen whatever a
program does stands here as a constraint: a maker is no checker, and a checker speaks once.
"""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from hikiate.storage.database.amounts import AmountField
from hikiate.storage.database.chains import DIGEST_LENGTH, Sealed


class User(Sealed):
    """See hikiate.book.records.User."""

    name = models.TextField()
    revision = models.BigIntegerField()
    roles = models.TextField()

    class Meta:
        """Its table."""

        db_table = "member"
        constraints: ClassVar = [UniqueConstraint(name="user_once", fields=["name", "revision"])]


class Limit(Sealed):
    """See hikiate.book.records.Limit."""

    role = models.TextField()
    asset = models.TextField()
    revision = models.BigIntegerField()
    amount_max = AmountField()
    amount_two_above = AmountField()

    class Meta:
        """Its table."""

        db_table = "approval_limit"
        constraints: ClassVar = [UniqueConstraint(name="limit_once", fields=["role", "asset", "revision"])]


class Asset(Sealed):
    """See hikiate.book.records.Asset."""

    asset = models.TextField(unique=True)
    scale = models.BigIntegerField()

    class Meta:
        """Its table."""

        db_table = "asset"


class PackTaken(Sealed):
    """See hikiate.book.records.PackTaken."""

    pack = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    exchange = models.TextField()
    as_of = models.TextField()
    files = models.TextField()

    class Meta:
        """Its table."""

        db_table = "pack"


class CloseDone(Sealed):
    """See hikiate.book.records.CloseDone."""

    result = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    pack = models.CharField(max_length=DIGEST_LENGTH)
    as_of = models.TextField()
    rulebooks = models.TextField()
    overlays = models.TextField()
    previous = models.TextField()
    verdict = models.TextField()
    version = models.TextField()

    class Meta:
        """Its table."""

        db_table = "close"


class FindingOpened(Sealed):
    """See hikiate.book.records.FindingOpened."""

    finding = models.BigIntegerField(unique=True)
    result = models.CharField(max_length=DIGEST_LENGTH)
    code = models.TextField()
    severity = models.TextField()
    place = models.TextField()
    since = models.TextField()
    due = models.TextField()

    class Meta:
        """Its table."""

        db_table = "finding"


class FindingStep(Sealed):
    """See hikiate.book.records.FindingStep."""

    finding = models.BigIntegerField()
    step = models.TextField()
    owner = models.TextField()
    due = models.TextField()
    evidence = models.TextField()
    words = models.TextField()

    class Meta:
        """Its table; a finding ends once."""

        db_table = "finding_step"
        constraints: ClassVar = [
            UniqueConstraint(name="finding_ends_once", fields=["finding"], condition=~Q(step="assigned"))
        ]


class Request(Sealed):
    """See hikiate.book.records.Request."""

    request = models.BigIntegerField(unique=True)
    kind = models.TextField()
    subject = models.TextField()
    amounts = models.TextField()
    particulars = models.TextField()
    maker = models.TextField()

    class Meta:
        """Its table."""

        db_table = "approval_request"


class Approval(Sealed):
    """See hikiate.book.records.Approval."""

    request = models.BigIntegerField()
    maker = models.TextField()
    checker = models.TextField()
    verdict = models.TextField()
    needed = models.BigIntegerField()
    words = models.TextField()

    class Meta:
        """Its table; a trigger holds `maker` against the request's."""

        db_table = "approval"
        constraints: ClassVar = [
            CheckConstraint(name="maker_is_no_checker", condition=~Q(maker=F("checker"))),
            UniqueConstraint(name="checker_once", fields=["request", "checker"]),
        ]
