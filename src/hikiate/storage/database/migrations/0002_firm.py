"""The records about the firm."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

import hikiate.storage.database.amounts


class Migration(migrations.Migration):
    """This step."""

    dependencies: ClassVar = [
        ("hikiate", "0001_chains"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Asset",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("asset", models.TextField(unique=True)),
                ("scale", models.BigIntegerField()),
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
                "db_table": "asset",
            },
        ),
        migrations.CreateModel(
            name="CloseDone",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("result", models.CharField(max_length=64, unique=True)),
                ("pack", models.CharField(max_length=64)),
                ("as_of", models.TextField()),
                ("rulebooks", models.TextField()),
                ("overlays", models.TextField()),
                ("previous", models.TextField()),
                ("verdict", models.TextField()),
                ("version", models.TextField()),
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
                "db_table": "close",
            },
        ),
        migrations.CreateModel(
            name="FindingOpened",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("finding", models.BigIntegerField(unique=True)),
                ("result", models.CharField(max_length=64)),
                ("code", models.TextField()),
                ("severity", models.TextField()),
                ("place", models.TextField()),
                ("since", models.TextField()),
                ("due", models.TextField()),
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
                "db_table": "finding",
            },
        ),
        migrations.CreateModel(
            name="PackTaken",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pack", models.CharField(max_length=64, unique=True)),
                ("exchange", models.TextField()),
                ("as_of", models.TextField()),
                ("files", models.TextField()),
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
                "db_table": "pack",
            },
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("request", models.BigIntegerField(unique=True)),
                ("kind", models.TextField()),
                ("subject", models.TextField()),
                ("amounts", models.TextField()),
                ("particulars", models.TextField()),
                ("maker", models.TextField()),
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
                "db_table": "approval_request",
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("request", models.BigIntegerField()),
                ("maker", models.TextField()),
                ("checker", models.TextField()),
                ("verdict", models.TextField()),
                ("needed", models.BigIntegerField()),
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
                "db_table": "approval",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("maker", models.F("checker")), _negated=True), name="maker_is_no_checker"
                    ),
                    models.UniqueConstraint(fields=("request", "checker"), name="checker_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FindingStep",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("finding", models.BigIntegerField()),
                ("step", models.TextField()),
                ("owner", models.TextField()),
                ("due", models.TextField()),
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
                "db_table": "finding_step",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("step", "assigned"), _negated=True),
                        fields=("finding",),
                        name="finding_ends_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Limit",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("role", models.TextField()),
                ("asset", models.TextField()),
                ("revision", models.BigIntegerField()),
                ("amount_max", hikiate.storage.database.amounts.AmountField()),
                ("amount_two_above", hikiate.storage.database.amounts.AmountField()),
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
                "db_table": "approval_limit",
                "constraints": [models.UniqueConstraint(fields=("role", "asset", "revision"), name="limit_once")],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("revision", models.BigIntegerField()),
                ("roles", models.TextField()),
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
                "db_table": "member",
                "constraints": [models.UniqueConstraint(fields=("name", "revision"), name="user_once")],
            },
        ),
    ]
