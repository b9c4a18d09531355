"""Counts of payments, and the audits that ran."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """This step."""

    initial = True

    dependencies: ClassVar[list[tuple[str, str]]] = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="AuditRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begun_at", models.TextField()),
                ("begun_by", models.TextField()),
                ("ended_at", models.TextField(blank=True, default="")),
                ("is_sound", models.BooleanField(default=False)),
                ("entries", models.BigIntegerField(default=0)),
                ("postings", models.BigIntegerField(default=0)),
                ("decisions", models.BigIntegerField(default=0)),
                ("head", models.TextField(blank=True, default="")),
                ("findings", models.TextField(blank=True, default="[]")),
                ("failure", models.TextField(blank=True, default="")),
            ],
            options={
                "db_table": "case_audit_run",
            },
        ),
        migrations.CreateModel(
            name="PaymentCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("incident", models.TextField()),
                ("revision", models.BigIntegerField()),
                ("asset", models.TextField()),
                ("status", models.TextField()),
                ("payments", models.BigIntegerField()),
            ],
            options={
                "db_table": "case_payment_count",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("incident", "revision", "asset", "status"), name="payment_count_once"
                    )
                ],
            },
        ),
    ]
