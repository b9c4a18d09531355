"""The records about what flows in and out, and their triggers; a payment may come back after it was paid."""

from typing import ClassVar

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import hikiate.storage.database.amounts
from hikiate.storage.database import triggers


def make_triggers(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers of the new tables, and the one that takes the place of the constraint `paid_once`."""
    vendor = schema_editor.connection.vendor
    made = triggers.sqlite if vendor == "sqlite" else triggers.postgresql
    for statement in (*made(triggers.FLOW_TABLES), *triggers.paid_once(vendor)):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """This step."""

    dependencies: ClassVar = [("hikiate", "0005_claims")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="BankSettled",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("incident", models.TextField()),
                ("batch", models.BigIntegerField()),
                ("statement", models.CharField(max_length=64)),
                ("paid", models.BigIntegerField()),
                ("returned", models.BigIntegerField()),
                ("late", models.BigIntegerField()),
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
                "db_table": "bank_settlement",
                "constraints": [
                    models.UniqueConstraint(fields=("incident", "batch", "statement"), name="bank_settlement_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CameBack",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("incident", models.TextField()),
                ("line", models.BigIntegerField()),
                ("attempt", models.BigIntegerField()),
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
                "db_table": "payment_came_back",
                "constraints": [models.UniqueConstraint(fields=("incident", "line", "attempt"), name="came_back_once")],
            },
        ),
        migrations.CreateModel(
            name="DayRun",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("day", models.TextField(unique=True)),
                ("outcome", models.TextField()),
                ("result", models.TextField()),
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
            options={"db_table": "day_run"},
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("notice", models.BigIntegerField(unique=True)),
                ("key", models.TextField(unique=True)),
                ("identifier", models.TextField(unique=True)),
                ("kind", models.TextField()),
                ("channels", models.TextField()),
                ("body", models.TextField()),
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
            options={"db_table": "notice"},
        ),
        migrations.CreateModel(
            name="NoticeStep",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("notice", models.BigIntegerField()),
                ("channel", models.TextField()),
                ("attempt", models.BigIntegerField()),
                ("step", models.TextField()),
                ("at", models.TextField()),
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
                "db_table": "notice_step",
                "constraints": [
                    models.UniqueConstraint(fields=("notice", "channel", "attempt"), name="notice_attempt_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("step", "failed"), _negated=True),
                        fields=("notice", "channel"),
                        name="notice_ends_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("step__in", ["sent", "failed", "given_up"])), name="notice_step_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProofPublished",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("as_of", models.TextField(unique=True)),
                ("day_root", models.CharField(max_length=64)),
                ("file", models.CharField(max_length=64)),
                ("result", models.CharField(max_length=64)),
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
            options={"db_table": "proof"},
        ),
        migrations.CreateModel(
            name="StatementTaken",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("statement", models.CharField(max_length=64)),
                ("account", models.TextField()),
                ("identifier", models.TextField()),
                ("page", models.TextField()),
                ("as_of", models.TextField()),
                ("lines", models.BigIntegerField()),
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
                "db_table": "bank_statement",
                "constraints": [
                    models.UniqueConstraint(fields=("account", "identifier", "page"), name="statement_once")
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="outcome", name="paid_once"),
        migrations.RunPython(make_triggers),
    ]
