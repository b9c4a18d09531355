"""Private links of customers, and guesses at them."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """This step."""

    initial = True

    dependencies: ClassVar[list[tuple[str, str]]] = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="ClaimLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("incident", models.TextField()),
                ("customer", models.TextField()),
                ("made_at", models.TextField()),
                ("made_by", models.TextField()),
                ("expires_at", models.TextField()),
                ("ended_at", models.TextField(blank=True, default="")),
            ],
            options={
                "db_table": "public_claim_link",
                "indexes": [models.Index(fields=["incident", "customer"], name="claim_link_of")],
            },
        ),
        migrations.CreateModel(
            name="Guess",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.TextField()),
                ("sender", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "public_guess",
                "indexes": [models.Index(fields=["sender", "at"], name="guess_of_sender")],
            },
        ),
    ]
