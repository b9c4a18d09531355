"""The pages of cases."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from hikiate.web.cases import (
    approvals,
    batches,
    determinations,
    disputes,
    estates,
    incident_steps,
    incidents,
    insiders,
    journal,
    proofs,
    trail,
)


class Place(IntConverter):
    """A number of something in the book, which has no more digits than a database counts to."""

    regex = "[0-9]{1,18}"


register_converter(Place, "place")

urlpatterns = [
    path("incidents/", incidents.incidents, name="incidents"),
    path("incidents/open", incident_steps.open_incident, name="incident_open"),
    path("incidents/<str:name>/", incidents.incident, name="incident"),
    path("incidents/<str:name>/payments/", incidents.payments, name="payments"),
    path("incidents/<str:name>/determination", incident_steps.determine, name="incident_determine"),
    path("incidents/<str:name>/draw", incident_steps.draw, name="incident_draw"),
    path("incidents/<str:name>/money", incident_steps.receive, name="incident_money"),
    path("incidents/<str:name>/batch", incident_steps.batch, name="incident_batch"),
    path("incidents/<str:name>/aside", incident_steps.set_aside, name="incident_aside"),
    path("incidents/<str:name>/close", incident_steps.close, name="incident_close"),
    path("incidents/<str:name>/batches/<place:number>/", batches.batch, name="batch"),
    path("incidents/<str:name>/batches/<place:number>/release", batches.release, name="batch_release"),
    path("incidents/<str:name>/batches/<place:number>/file", batches.payout_file, name="batch_file"),
    path("incidents/<str:name>/batches/<place:number>/settlement", batches.settle, name="batch_settle"),
    path("incidents/<str:name>/determinations/<place:number>/", determinations.determination, name="determination"),
    path(
        "incidents/<str:name>/determinations/<place:number>/files/<str:file>",
        determinations.determination_file,
        name="determination_file",
    ),
    path(
        "incidents/<str:name>/determinations/<place:number>/statement",
        determinations.statement,
        name="determination_statement",
    ),
    path("estates/", estates.estates, name="estates"),
    path("estates/<str:name>/", estates.estate, name="estate"),
    path("estates/<str:name>/claims/", estates.claims, name="claims"),
    path("insiders/", insiders.insiders, name="insiders"),
    path("insiders/register", insiders.register, name="insider_register"),
    path("approvals/", approvals.approvals, name="approvals"),
    path("approvals/<place:number>/", approvals.approval, name="approval"),
    path("approvals/<place:number>/decide", approvals.decide, name="approval_decide"),
    path("disputes/", disputes.disputes, name="disputes"),
    path("disputes/open", disputes.open_, name="disputes_open"),
    path("disputes/file", disputes.file_dispute, name="dispute_file"),
    path("disputes/confirm", disputes.confirm, name="dispute_confirm"),
    path("disputes/check", disputes.check, name="disputes_check"),
    path("disputes/<str:number>/", disputes.dispute, name="dispute"),
    path("disputes/<str:number>/answer", disputes.answer, name="dispute_answer"),
    path("proofs/", proofs.proofs, name="proofs"),
    path("journal/", journal.journal, name="journal"),
    path("journal/<place:number>/", journal.entry, name="entry"),
    path("journal/<place:number>/correction", journal.correct, name="entry_correct"),
    path("trail/", trail.trail, name="trail"),
    path("trail/views/", trail.views, name="trail_views"),
    path("trail/audit", trail.audit, name="trail_audit"),
    path("trail/audits/<place:number>/", trail.audit_run, name="audit_run"),
    path("trail/<place:number>/", trail.decision, name="decision"),
]
