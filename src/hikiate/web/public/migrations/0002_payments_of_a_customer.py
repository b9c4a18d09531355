"""The payments of a customer are found by an index of the book's own table, which only pages that are served need."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """This step."""

    dependencies: ClassVar = [("hikiate_public", "0001_initial"), ("hikiate", "0003_incidents")]

    operations: ClassVar = [
        migrations.RunSQL(
            "CREATE INDEX IF NOT EXISTS payment_of_customer ON payment (incident, customer)",
            "DROP INDEX IF EXISTS payment_of_customer",
        ),
    ]
