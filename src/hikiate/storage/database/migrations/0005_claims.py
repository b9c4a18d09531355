"""The records about estates, and what the database refuses of them."""

from typing import ClassVar

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import hikiate.storage.database.amounts
from hikiate.storage.database import triggers


def make_triggers(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers of the database that is being brought up to date."""
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in triggers.sqlite_of_claims() if is_sqlite else triggers.postgresql_of_claims():
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """This step."""

    dependencies: ClassVar = [("hikiate", "0004_triggers")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="EstateOpened",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("estate", models.TextField(unique=True)),
                ("regime", models.TextField()),
                ("petition_on", models.TextField()),
                ("claims_until", models.TextField()),
                ("elections_until", models.TextField()),
                ("classes", models.TextField()),
                ("pack", models.CharField(max_length=64)),
                ("proof", models.TextField()),
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
                "db_table": "estate",
            },
        ),
        migrations.CreateModel(
            name="ClaimFiled",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("estate", models.TextField()),
                ("claim", models.BigIntegerField()),
                ("customer", models.TextField()),
                ("asset", models.TextField()),
                ("amount", hikiate.storage.database.amounts.AmountField()),
                ("filed_on", models.TextField()),
                ("entered_on", models.TextField()),
                ("timing", models.TextField()),
                ("corrects", models.BigIntegerField()),
                ("evidence", models.TextField()),
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
                "db_table": "estate_claim",
                "indexes": [models.Index(fields=["estate", "customer", "asset"], name="claim_of_account")],
                "constraints": [
                    models.UniqueConstraint(fields=("estate", "claim"), name="claim_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("corrects", 0), _negated=True),
                        fields=("estate", "corrects"),
                        name="claim_corrected_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="claim_amount_above_zero"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimStep",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("estate", models.TextField()),
                ("step", models.BigIntegerField()),
                ("customer", models.TextField()),
                ("asset", models.TextField()),
                ("kind", models.TextField()),
                ("amount", hikiate.storage.database.amounts.AmountField()),
                ("admitted", hikiate.storage.database.amounts.AmountField()),
                ("disputed", hikiate.storage.database.amounts.AmountField()),
                ("day", models.TextField()),
                ("claim", models.BigIntegerField()),
                ("evidence", models.TextField()),
                ("words", models.TextField()),
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
                "db_table": "estate_claim_step",
                "indexes": [models.Index(fields=["estate", "customer", "asset"], name="claim_step_of_account")],
                "constraints": [
                    models.UniqueConstraint(fields=("estate", "step"), name="claim_step_once"),
                    models.CheckConstraint(
                        condition=models.Q(("admitted__gte", 0), ("disputed__gte", 0)), name="claim_stands_from_zero"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Election",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("estate", models.TextField()),
                ("customer", models.TextField()),
                ("class_name", models.TextField()),
                ("elected_on", models.TextField()),
                ("evidence", models.TextField()),
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
                "db_table": "estate_election",
                "indexes": [models.Index(fields=["estate", "customer"], name="election_of_customer")],
            },
        ),
        migrations.RunPython(make_triggers),
    ]
