"""The projection of the closed days."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """This step."""

    initial = True

    dependencies: ClassVar[list[tuple[str, str]]] = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="Day",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("result", models.CharField(max_length=64)),
                ("moment", models.TextField()),
                ("as_of", models.TextField()),
                ("rulebooks", models.TextField()),
                ("verdict", models.TextField()),
                ("breaches", models.IntegerField(default=0)),
                ("warnings", models.IntegerField(default=0)),
                ("notes", models.IntegerField(default=0)),
                ("is_filled", models.BooleanField(default=False)),
                ("is_readable", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "console_day",
                "indexes": [
                    models.Index(fields=["moment", "number"], name="console_day_moment"),
                    models.Index(fields=["is_filled", "number"], name="console_day_filled"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DayFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField()),
                ("value", models.TextField()),
                ("unit", models.TextField()),
                (
                    "day",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="hikiate_console.day",
                    ),
                ),
            ],
            options={
                "db_table": "console_day_figure",
                "constraints": [models.UniqueConstraint(fields=("name", "day"), name="console_day_figure_once")],
            },
        ),
    ]
