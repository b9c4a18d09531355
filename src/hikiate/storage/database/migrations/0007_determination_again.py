"""A determination that was rejected may be asked for again: its digest is no longer once only among an incident's."""

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from hikiate.storage.database import triggers


def make_triggers(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite takes a constraint away by making the table anew, without its triggers."""
    if schema_editor.connection.vendor == "sqlite":
        for statement in triggers.sqlite(["determination"]):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """This step."""

    dependencies: ClassVar = [("hikiate", "0006_flows")]

    operations: ClassVar = [
        migrations.RemoveConstraint(model_name="determination", name="determination_once"),
        migrations.RunPython(make_triggers),
    ]
