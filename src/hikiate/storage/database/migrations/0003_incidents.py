"""The records about incidents."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

import hikiate.storage.database.amounts


class Migration(migrations.Migration):
    """This step."""

    dependencies: ClassVar = [
        ("hikiate", "0002_firm"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Funding",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("incident", models.TextField()),
                ("movement", models.TextField()),
                ("source", models.TextField()),
                ("asset", models.TextField()),
                ("amount", hikiate.storage.database.amounts.AmountField()),
                ("reference", models.TextField()),
                ("entry", models.BigIntegerField()),
                (
                    "decision",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hikiate.decision",
                    ),
                ),
            ],
            options={
                "db_table": "funding",
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("incident", models.TextField(unique=True)),
                ("kind", models.TextField()),
                ("noticed_at", models.TextField()),
                ("file", models.CharField(max_length=64)),
                (
                    "decision",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hikiate.decision",
                    ),
                ),
            ],
            options={
                "db_table": "incident",
            },
        ),
        migrations.CreateModel(
            name="IncidentClosed",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("incident", models.TextField(unique=True)),
                ("words", models.TextField()),
                (
                    "decision",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hikiate.decision",
                    ),
                ),
            ],
            options={
                "db_table": "incident_closed",
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("incident", models.TextField()),
                ("batch", models.BigIntegerField()),
                ("asset", models.TextField()),
                ("attempt", models.BigIntegerField()),
                ("first", models.BigIntegerField()),
                ("last", models.BigIntegerField()),
                ("payments", models.BigIntegerField()),
                ("amount", hikiate.storage.database.amounts.AmountField()),
                ("request", models.BigIntegerField()),
                (
                    "decision",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hikiate.decision",
                    ),
                ),
            ],
            options={
                "db_table": "batch",
                "constraints": [models.UniqueConstraint(fields=("incident", "batch"), name="batch_once")],
            },
        ),
        migrations.CreateModel(
            name="Determination",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("incident", models.TextField()),
                ("revision", models.BigIntegerField()),
                ("determination", models.CharField(max_length=64)),
                ("payable", models.TextField()),
                ("pending", models.TextField()),
                ("request", models.BigIntegerField()),
                (
                    "decision",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hikiate.decision",
                    ),
                ),
            ],
            options={
                "db_table": "determination",
                "constraints": [
                    models.UniqueConstraint(fields=("incident", "determination"), name="determination_once"),
                    models.UniqueConstraint(fields=("incident", "revision"), name="determination_revision_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("incident", models.TextField()),
                ("line", models.BigIntegerField()),
                ("attempt", models.BigIntegerField()),
                ("outcome", models.TextField()),
                ("amount", hikiate.storage.database.amounts.AmountField()),
                ("reference", models.TextField()),
                ("reason", models.TextField()),
                (
                    "decision",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hikiate.decision",
                    ),
                ),
            ],
            options={
                "db_table": "payout_outcome",
                "constraints": [
                    models.UniqueConstraint(fields=("incident", "line", "attempt"), name="outcome_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "paid")), fields=("incident", "line"), name="paid_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("incident", models.TextField()),
                ("line", models.BigIntegerField()),
                ("key", models.TextField()),
                ("customer", models.TextField()),
                ("asset", models.TextField()),
                ("amount", hikiate.storage.database.amounts.AmountField()),
                ("status", models.TextField()),
                ("reason", models.TextField()),
                ("revision", models.BigIntegerField()),
                (
                    "decision",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hikiate.decision",
                    ),
                ),
            ],
            options={
                "db_table": "payment",
                "constraints": [
                    models.UniqueConstraint(fields=("incident", "line"), name="payment_line_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "payable")), fields=("incident", "key"), name="payable_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="payment_amount_above_zero"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("incident", models.TextField()),
                ("batch", models.BigIntegerField()),
                ("file", models.CharField(max_length=64)),
                ("entry", models.BigIntegerField()),
                (
                    "decision",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hikiate.decision",
                    ),
                ),
            ],
            options={
                "db_table": "batch_release",
                "constraints": [models.UniqueConstraint(fields=("incident", "batch"), name="release_once")],
            },
        ),
        migrations.CreateModel(
            name="Retry",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("incident", models.TextField()),
                ("batch", models.BigIntegerField()),
                ("line", models.BigIntegerField()),
                ("attempt", models.BigIntegerField()),
                (
                    "decision",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hikiate.decision",
                    ),
                ),
            ],
            options={
                "db_table": "batch_retry",
                "indexes": [models.Index(fields=["incident", "line"], name="retry_of_line")],
            },
        ),
        migrations.CreateModel(
            name="SetAside",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("incident", models.TextField()),
                ("line", models.BigIntegerField()),
                ("reason", models.TextField()),
                (
                    "decision",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hikiate.decision",
                    ),
                ),
            ],
            options={
                "db_table": "payment_set_aside",
                "constraints": [models.UniqueConstraint(fields=("incident", "line"), name="set_aside_once")],
            },
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("incident", models.TextField()),
                ("batch", models.BigIntegerField()),
                ("settlement", models.CharField(max_length=64)),
                ("paid", models.BigIntegerField()),
                ("returned", models.BigIntegerField()),
                (
                    "decision",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="hikiate.decision",
                    ),
                ),
            ],
            options={
                "db_table": "settlement",
                "constraints": [models.UniqueConstraint(fields=("incident", "settlement"), name="settlement_once")],
            },
        ),
    ]
