"""The log of who saw personal data, with triggers that keep it as it was written."""

from typing import Any, ClassVar

from django.db import migrations, models


def keep_as_written(apps: Any, schema_editor: Any) -> None:  # noqa: ANN401 - Django's own
    """Refuse every change of a row and every taking out."""
    del apps
    words = "personal_view is only ever added to"
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER personal_view_no_{verb.lower()} BEFORE {verb} ON personal_view"
                f" BEGIN SELECT RAISE(ABORT, '{words}'); END"
            )
    else:
        schema_editor.execute(
            "CREATE TRIGGER personal_view_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON personal_view"
            " FOR EACH STATEMENT EXECUTE FUNCTION hikiate_only_added()"
        )


class Migration(migrations.Migration):
    """This step."""

    initial = True
    dependencies: ClassVar = [("hikiate", "0004_triggers")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="PersonalView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.TextField()),
                ("by", models.TextField()),
                ("page", models.TextField()),
                ("subject", models.TextField()),
            ],
            options={
                "db_table": "personal_view",
                "indexes": [models.Index(fields=["by", "id"], name="personal_view_by")],
            },
        ),
        migrations.RunPython(keep_as_written, migrations.RunPython.noop),
    ]
