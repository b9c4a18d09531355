"""Tokens, kept answers, and who saw customers."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """This step."""

    initial = True

    dependencies: ClassVar[list[tuple[str, str]]] = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="Token",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("name", models.TextField()),
                ("person", models.TextField()),
                ("scopes", models.TextField()),
                ("made_at", models.TextField()),
                ("made_by", models.TextField()),
                ("expires_at", models.TextField()),
                ("revoked_at", models.TextField(blank=True, default="")),
                ("revoked_by", models.TextField(blank=True, default="")),
                ("used_on", models.TextField(blank=True, default="")),
            ],
            options={
                "db_table": "api_token",
            },
        ),
        migrations.CreateModel(
            name="PersonalView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.TextField()),
                ("person", models.TextField()),
                ("what", models.TextField()),
                (
                    "token",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="hikiate_api.token"
                    ),
                ),
            ],
            options={
                "db_table": "api_personal_view",
            },
        ),
        migrations.CreateModel(
            name="KeptAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=255)),
                ("asked", models.CharField(max_length=64)),
                ("status", models.IntegerField()),
                ("content", models.TextField()),
                ("at", models.TextField(db_index=True)),
                (
                    "token",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="hikiate_api.token"
                    ),
                ),
            ],
            options={
                "db_table": "api_answer",
                "constraints": [models.UniqueConstraint(fields=("token", "key"), name="api_answer_once")],
            },
        ),
    ]
