"""How many payments an incident has, by asset and status: counted once for each determination, then kept."""

from django.db.models import Max

from hikiate.book.records import SetAside, Settlement
from hikiate.operations.workspace.ports import Unit
from hikiate.storage.database.pages import tally
from hikiate.web.cases.models import PaymentCount


def keep_counts(incident: str, revision: int) -> None:
    """Count the payments that determinations up to a revision made, where that was not done yet."""
    kept = PaymentCount.objects.filter(incident=incident).aggregate(last=Max("revision"))["last"] or 0
    if kept >= revision:
        return
    rows = tally("Payment", incident, "revision", "asset", "status", revision__gt=kept, revision__lte=revision)
    made = [
        PaymentCount(
            incident=incident,
            revision=row["revision"],
            asset=row["asset"],
            status=row["status"],
            payments=row["rows"],
        )
        for row in rows
    ]
    # Two who look at once count the same; the second one's rows are there already.
    PaymentCount.objects.bulk_create(made, ignore_conflicts=True)


def payable_payments(incident: str) -> int:
    """How many payments all determinations made payable."""
    return sum(PaymentCount.objects.filter(incident=incident, status="payable").values_list("payments", flat=True))


def pending_payments(incident: str, revision: int) -> int:
    """How many payments the determination in force leaves pending."""
    found = PaymentCount.objects.filter(incident=incident, revision=revision, status="pending")
    return sum(found.values_list("payments", flat=True))


def paid_payments(unit: Unit, incident: str) -> int:
    """How many payments were paid, by the settlements taken in."""
    return sum(row.paid for row in unit.rows(Settlement, incident=incident))


def set_aside_payments(unit: Unit, incident: str) -> int:
    """How many payments were set aside."""
    return unit.count(SetAside, incident=incident)
