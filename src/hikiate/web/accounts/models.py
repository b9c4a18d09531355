"""The log of who saw personal data: only ever added to, which the database itself sees to."""

from typing import ClassVar

from django.db import models


class PersonalView(models.Model):
    """A page with personal data that somebody saw, or a link that somebody made for another person."""

    at = models.TextField()
    by = models.TextField()
    page = models.TextField()
    subject = models.TextField()
    is_only_added: ClassVar = True

    class Meta:
        """Its table."""

        db_table = "personal_view"
        indexes: ClassVar = [models.Index(name="personal_view_by", fields=["by", "id"])]
