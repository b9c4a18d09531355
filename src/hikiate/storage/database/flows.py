"""The tables of the records about what flows in and out: bank statements, proofs, days run, notices.

A record's fields are those of its class in `hikiate.book.records`, by the same names.
"""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from hikiate.storage.database.amounts import AmountField
from hikiate.storage.database.chains import Sealed, digest_column


class StatementTaken(Sealed):
    """See hikiate.book.records.StatementTaken."""

    statement = digest_column()
    account = models.TextField()
    identifier = models.TextField()
    page = models.TextField()
    as_of = models.TextField()
    lines = models.BigIntegerField()

    class Meta:
        """Its table; a bank's statement is taken in once, by its own id."""

        db_table = "bank_statement"
        constraints: ClassVar = [UniqueConstraint(name="statement_once", fields=["account", "identifier", "page"])]


class BankSettled(Sealed):
    """See hikiate.book.records.BankSettled."""

    incident = models.TextField()
    batch = models.BigIntegerField()
    statement = digest_column()
    paid = models.BigIntegerField()
    returned = models.BigIntegerField()
    late = models.BigIntegerField()

    class Meta:
        """Its table; a file settles a batch once."""

        db_table = "bank_settlement"
        constraints: ClassVar = [
            UniqueConstraint(name="bank_settlement_once", fields=["incident", "batch", "statement"])
        ]


class CameBack(Sealed):
    """See hikiate.book.records.CameBack."""

    incident = models.TextField()
    line = models.BigIntegerField()
    attempt = models.BigIntegerField()
    amount = AmountField()
    reference = models.TextField()
    reason = models.TextField()

    class Meta:
        """Its table; an attempt comes back once, and a trigger holds that it was paid."""

        db_table = "payment_came_back"
        constraints: ClassVar = [UniqueConstraint(name="came_back_once", fields=["incident", "line", "attempt"])]


class ProofPublished(Sealed):
    """See hikiate.book.records.ProofPublished."""

    as_of = models.TextField(unique=True)
    day_root = digest_column()
    file = digest_column()
    result = digest_column()

    class Meta:
        """Its table; a day has one root."""

        db_table = "proof"


class DayRun(Sealed):
    """See hikiate.book.records.DayRun."""

    day = models.TextField(unique=True)
    outcome = models.TextField()
    result = models.TextField()
    words = models.TextField()

    class Meta:
        """Its table; a day is done with once."""

        db_table = "day_run"


class Notice(Sealed):
    """See hikiate.book.records.Notice."""

    notice = models.BigIntegerField(unique=True)
    key = models.TextField(unique=True)
    identifier = models.TextField(unique=True)
    kind = models.TextField()
    channels = models.TextField()
    body = models.TextField()

    class Meta:
        """Its table; a notice is made once of what it is about."""

        db_table = "notice"


class NoticeStep(Sealed):
    """See hikiate.book.records.NoticeStep."""

    notice = models.BigIntegerField()
    channel = models.TextField()
    attempt = models.BigIntegerField()
    step = models.TextField()
    at = models.TextField()
    words = models.TextField()

    class Meta:
        """Its table; an attempt ends once, and so does what is sent by a channel."""

        db_table = "notice_step"
        constraints: ClassVar = [
            UniqueConstraint(name="notice_attempt_once", fields=["notice", "channel", "attempt"]),
            UniqueConstraint(name="notice_ends_once", fields=["notice", "channel"], condition=~Q(step="failed")),
            CheckConstraint(name="notice_step_known", condition=Q(step__in=["sent", "failed", "given_up"])),
        ]
