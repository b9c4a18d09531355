"""The tables of the two chains, the journal and the decisions, and what every sealed record has."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from hikiate.storage.database.amounts import AmountField

DIGEST_LENGTH = 64


def digest_column() -> models.CharField:
    """A column of 64 hex digits."""
    return models.CharField(max_length=DIGEST_LENGTH)


class Entry(models.Model):
    """An entry of the journal; `last_posting` is the number of its last posting among all of them."""

    number = models.BigIntegerField(primary_key=True)
    at = models.TextField(db_index=True)
    by = models.TextField()
    kind = models.TextField()
    memo = models.TextField()
    corrects = models.BigIntegerField()
    postings = models.BigIntegerField()
    postings_digest = digest_column()
    previous = digest_column()
    digest = digest_column()
    last_posting = models.BigIntegerField()

    class Meta:
        """Its table."""

        db_table = "journal_entry"


class Posting(models.Model):
    """A posting, numbered over the whole journal; it moves `amount` from the credited to the debited account."""

    id = models.BigIntegerField(primary_key=True)
    entry = models.ForeignKey(Entry, models.DO_NOTHING, db_index=False, related_name="+")
    debit = models.TextField()
    credit = models.TextField()
    asset = models.TextField()
    amount = AmountField()
    subject = models.TextField()
    key = models.TextField()

    class Meta:
        """Its table and what keeps it balanced."""

        db_table = "journal_posting"
        constraints: ClassVar = [
            CheckConstraint(name="posting_moves", condition=~Q(debit=F("credit"))),
            CheckConstraint(name="posting_amount_above_zero", condition=Q(amount__gt=0)),
        ]


class Balance(models.Model):
    """What an account holds of an asset for a subject after an entry that touched it."""

    account = models.TextField()
    asset = models.TextField()
    subject = models.TextField()
    entry = models.ForeignKey(Entry, models.DO_NOTHING, db_index=False, related_name="+")
    amount = AmountField()

    class Meta:
        """Its table; the last one of a place is found by its index."""

        db_table = "journal_balance"
        constraints: ClassVar = [UniqueConstraint(name="balance_once", fields=["account", "asset", "subject", "entry"])]


class Decision(models.Model):
    """A decision."""

    number = models.BigIntegerField(primary_key=True)
    at = models.TextField()
    by = models.TextField()
    kind = models.TextField()
    subject = models.TextField()
    words = models.TextField()
    records = models.BigIntegerField()
    records_digest = digest_column()
    entry = models.BigIntegerField()
    entry_digest = digest_column()
    previous = digest_column()
    digest = digest_column()

    class Meta:
        """Its table."""

        db_table = "decision"


class Sealed(models.Model):
    """A record of a decision; the order of `id` is the order in which it was sealed."""

    id = models.BigIntegerField(primary_key=True)
    decision = models.ForeignKey(Decision, models.DO_NOTHING, db_index=False, related_name="+")

    class Meta:
        """No table of its own."""

        abstract = True
