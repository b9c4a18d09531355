"""The pages of the console."""

from django.urls import include, path

from hikiate.web.console import findings, history, reports, reserve, rulebooks
from hikiate.web.console.closing import close_the_day, close_work
from hikiate.web.console.insurance import insurance
from hikiate.web.console.papers import paper, papers
from hikiate.web.console.publishing import make_claim_links, publishing
from hikiate.web.console.today import today
from hikiate.web.console.tokens import revoke_token, tokens
from hikiate.web.console.wallets import wallets

urlpatterns = [
    path("", today, name="today"),
    path("analyses/", papers, name="papers"),
    path("analyses/<str:name>.<str:language>.<str:form>", paper, name="paper"),
    path("close/", close_the_day, name="close_day"),
    path("close/<int:number>/", close_work, name="close_work"),
    path("findings/", findings.findings, name="findings"),
    path("findings/<int:number>/", findings.finding, name="finding"),
    path("findings/<int:number>/assign/", findings.assign_finding, name="finding_assign"),
    path("findings/<int:number>/close/", findings.end_finding, name="finding_close"),
    path("findings/<int:number>/evidence/<str:digest>", findings.evidence, name="finding_evidence"),
    path("history/", history.history, name="history"),
    path("history/day/", history.find_day, name="find_day"),
    path("history/figures.csv", history.history_csv, name="history_csv"),
    path("history/<int:number>/", history.close, name="close"),
    path("history/<int:number>/figures/<path:name>/", history.figure, name="figure"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<int:number>/<str:language>.<str:form>", reports.report, name="report"),
    path("reserve/", reserve.reserve, name="reserve"),
    path("reserve/provision/", reserve.ask_provision, name="reserve_provision"),
    path("reserve/release/", reserve.ask_release, name="reserve_release"),
    path("insurance/", insurance, name="insurance"),
    path("wallets/", wallets, name="wallets"),
    path("rulebooks/", rulebooks.rulebooks, name="rulebooks"),
    path("rulebooks/<str:name>/", rulebooks.rulebook, name="rulebook"),
    path("", include("hikiate.web.cases.urls")),
    path("people/", include("hikiate.web.accounts.people_urls")),
    path("tokens/", tokens, name="tokens"),
    path("tokens/<int:number>/revocation/", revoke_token, name="revoke_token"),
    path("publishing/", publishing, name="publishing"),
    path("publishing/links/", make_claim_links, name="claim_links"),
]
