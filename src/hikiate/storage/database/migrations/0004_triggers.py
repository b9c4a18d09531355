"""What the database itself refuses."""

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from hikiate.storage.database import triggers


def make_triggers(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers of the database that is being made."""
    vendor = schema_editor.connection.vendor
    for statement in triggers.sqlite() if vendor == "sqlite" else triggers.postgresql():
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """This step."""

    dependencies: ClassVar = [("hikiate", "0003_incidents")]

    operations: ClassVar = [migrations.RunPython(make_triggers)]
