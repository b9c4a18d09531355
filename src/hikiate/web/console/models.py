"""The console's own tables: a projection of the closes, so that figures over time need no reading of every result.

Nothing here is a record. What stands in these tables comes from the book and the kept results, and comes again from
them when it is deleted.
"""

from typing import ClassVar

from django.db import models

from hikiate.storage.database.chains import digest_column


class Day(models.Model):
    """A close as lists and charts show it; `number` is its own, `moment` its snapshot in the order of time.

    `is_filled` once its figures were looked for, `is_readable` where its result was whole.
    """

    number = models.BigIntegerField(primary_key=True)
    result = digest_column()
    moment = models.TextField()
    as_of = models.TextField()
    rulebooks = models.TextField()
    verdict = models.TextField()
    breaches = models.IntegerField(default=0)
    warnings = models.IntegerField(default=0)
    notes = models.IntegerField(default=0)
    is_filled = models.BooleanField(default=False)
    is_readable = models.BooleanField(default=False)

    @property
    def books(self) -> list[str]:
        """The rulebooks that it was closed under."""
        return str(self.rulebooks).split(",")

    class Meta:
        """Its table, in the order of time and then of making."""

        db_table = "console_day"
        indexes: ClassVar = [
            models.Index(name="console_day_moment", fields=["moment", "number"]),
            models.Index(name="console_day_filled", fields=["is_filled", "number"]),
        ]


class DayFigure(models.Model):
    """A figure of a day that charts show; `value` is its decimal text."""

    day = models.ForeignKey(Day, models.CASCADE, db_index=False, related_name="figures")
    name = models.TextField()
    value = models.TextField()
    unit = models.TextField()

    class Meta:
        """Its table; a figure of a day is found by its name."""

        db_table = "console_day_figure"
        constraints: ClassVar = [models.UniqueConstraint(name="console_day_figure_once", fields=["name", "day"])]
