"""The two chains: the journal and the decisions."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

import hikiate.storage.database.amounts


class Migration(migrations.Migration):
    """This step."""

    initial = True

    dependencies: ClassVar[list[tuple[str, str]]] = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.TextField()),
                ("by", models.TextField()),
                ("kind", models.TextField()),
                ("subject", models.TextField()),
                ("words", models.TextField()),
                ("records", models.BigIntegerField()),
                ("records_digest", models.CharField(max_length=64)),
                ("entry", models.BigIntegerField()),
                ("entry_digest", models.CharField(max_length=64)),
                ("previous", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "decision",
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.TextField(db_index=True)),
                ("by", models.TextField()),
                ("kind", models.TextField()),
                ("memo", models.TextField()),
                ("corrects", models.BigIntegerField()),
                ("postings", models.BigIntegerField()),
                ("postings_digest", models.CharField(max_length=64)),
                ("previous", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("last_posting", models.BigIntegerField()),
            ],
            options={
                "db_table": "journal_entry",
            },
        ),
        migrations.CreateModel(
            name="Balance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("account", models.TextField()),
                ("asset", models.TextField()),
                ("subject", models.TextField()),
                ("amount", hikiate.storage.database.amounts.AmountField()),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hikiate.entry",
                    ),
                ),
            ],
            options={
                "db_table": "journal_balance",
                "constraints": [
                    models.UniqueConstraint(fields=("account", "asset", "subject", "entry"), name="balance_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("debit", models.TextField()),
                ("credit", models.TextField()),
                ("asset", models.TextField()),
                ("amount", hikiate.storage.database.amounts.AmountField()),
                ("subject", models.TextField()),
                ("key", models.TextField()),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hikiate.entry",
                    ),
                ),
            ],
            options={
                "db_table": "journal_posting",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("debit", models.F("credit")), _negated=True), name="posting_moves"
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="posting_amount_above_zero"),
                ],
            },
        ),
    ]
