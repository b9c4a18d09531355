"""Findings: what is open by day and owner, one finding with all that is known of it, and what people do about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from hikiate.book.records import FindingOpened, FindingStep, User, names
from hikiate.facts import faults
from hikiate.kernel.findings import Finding, Refused, Severity
from hikiate.kernel.results import Result
from hikiate.kernel.wording import Language, Term
from hikiate.operations.workspace.findings import Standing, assign, close_finding, day_in_japan, standings
from hikiate.reports.labels import SEVERITIES
from hikiate.storage.database.workspace import DatabaseWorkspace, table
from hikiate.web.base.access import acting, held_roles, page, spoken
from hikiate.web.base.bounds import uploads
from hikiate.web.base.stale import refuse_stale
from hikiate.web.console.days import catch_up, kept_result, last_close, newest
from hikiate.web.console.forms import tell
from hikiate.web.console.models import Day
from hikiate.web.console.shown import explained, figure_address
from hikiate.web.console.uploads import EVIDENCE_BYTES_MAX, keeping_upload
from hikiate.web.settings import workspace

STEPS = {
    "assigned": Term("assigned", "担当者の設定"),
    "closed": Term("closed with evidence", "証跡を付して完了"),
    "gone": Term("no longer found by a close", "締めで確認されなくなったため終了"),
}
_WORKERS = ("admin", "maker")
_READERS_OF_EVIDENCE = ("admin", "maker", "approver", "auditor", "supervisor")
_ROWS = 50
_EXPLAINED_MAX = 4
_DAYS_MAX = 250


@dataclass(frozen=True, slots=True)
class Row:
    """A finding in a list: how it stands, its words where a close that is at hand has them, and whether it is late."""

    standing: Standing
    words: Finding | None
    severity: Term
    late: bool


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody did about a finding, and when."""

    at: str
    by: str
    kind: Term
    step: FindingStep


@page()
@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """The open findings by due day, or those that ended from the last one back."""
    kept = last_close()
    if kept is None:
        return render(request, "console/before_first.html", {"title": Term("Findings", "指摘事項")})
    if request.GET.get("ended"):
        return _ended(request)
    today = day_in_japan(acting(request).at)
    with workspace().book.reading() as book:
        standing = standings(book)
    owners = sorted({found.owner for found in standing if found.owner})
    owner = request.GET.get("owner", "")
    if owner == "-":
        standing = [found for found in standing if not found.owner]
    elif owner:
        standing = [found for found in standing if found.owner == owner]
    shown, further = _page(standing, request.GET.get("after", ""))
    context = {
        "rows": rows_of(shown, kept.result, today),
        "count": len(standing),
        "late": sum(1 for found in standing if found.due and found.due < today.isoformat()),
        "owners": owners,
        "owner": owner,
        "further": further,
        "kept": kept,
    }
    return render(request, "console/findings.html", context)


def _page(standing: list[Standing], after: str) -> tuple[list[Standing], str]:
    """A page of the findings in their order, after a finding that was the last of the page before."""
    if after:
        standing = [found for found in standing if _key(found) > after]
    further = _key(standing[_ROWS - 1]) if len(standing) > _ROWS else ""
    return standing[:_ROWS], further


def _key(found: Standing) -> str:
    return f"{found.due or '9999'}~{found.opened.finding:012}"


def rows_of(standing: Sequence[Standing], result: Result, today: date) -> list[Row]:
    """Open findings as rows of a list, with the words that a close has for them."""
    words = {(said.code, said.where): said for said in reversed(result.findings)}
    return [
        Row(
            found,
            words.get((found.opened.code, found.opened.place)),
            SEVERITIES[Severity(found.opened.severity)],
            bool(found.due) and found.due < today.isoformat(),
        )
        for found in standing
    ]


def _said_by(result: Result, opened: FindingOpened) -> Finding | None:
    """The same finding in a result, which has its words."""
    return next((said for said in result.findings if (said.code, said.where) == (opened.code, opened.place)), None)


def _ended(request: HttpRequest) -> HttpResponse:
    """The findings that ended, by the step that ended them, the last first."""
    before = request.GET.get("before", "")
    steps = table("FindingStep").objects.exclude(step="assigned").select_related("decision").order_by("-id")
    if before.isdigit() and len(before) < len(str(2**63)):
        steps = steps.filter(id__lt=int(before))
    page_ = list(steps[: _ROWS + 1])
    numbers = [step.finding for step in page_[:_ROWS]]
    opened = {found.finding: found for found in table("FindingOpened").objects.filter(finding__in=numbers)}
    rows = [
        {
            "step": step,
            "opened": opened[step.finding],
            "kind": STEPS[step.step],
            "severity": SEVERITIES[Severity(opened[step.finding].severity)],
        }
        for step in page_[:_ROWS]
    ]
    further = page_[_ROWS - 1].id if len(page_) > _ROWS else ""
    return render(request, "console/findings_ended.html", {"rows": rows, "further": further})


@page()
@require_safe
def finding(request: HttpRequest, number: int) -> HttpResponse:
    """A finding: its words, its citation, the figures behind it, and what became of it."""
    language = spoken(request)
    catch_up()
    with workspace().book.reading() as book:
        opened = _opened(book, number)
        standing = next((found for found in standings(book) if found.opened.finding == number), None)
        steps = _steps(number)
        owners = _workers(book)
    day, result, said = _words(opened)
    context = {
        "opened": opened,
        "standing": standing,
        "said": said,
        "severity": SEVERITIES[Severity(opened.severity)],
        "day": day,
        "explained": [_explained(result, name, day.number, language) for name in figures_about(result, opened.place)],
        "steps": steps,
        "owners": owners,
        "late": standing is not None
        and bool(standing.due)
        and standing.due < day_in_japan(acting(request).at).isoformat(),
        "may_work": standing is not None and bool(held_roles(request) & set(_WORKERS)),
        "may_read_evidence": bool(held_roles(request) & set(_READERS_OF_EVIDENCE)),
        "made_from": len(steps),
        "days_max": _DAYS_MAX,
    }
    return render(request, "console/finding.html", context)


def _opened(book: DatabaseWorkspace, number: int) -> FindingOpened:
    found = next(book.rows(FindingOpened, finding=number), None)
    if found is None:
        raise Http404
    return found


def _steps(number: int) -> list[Step]:
    rows = table("FindingStep").objects.filter(finding=number).select_related("decision").order_by("id")
    return [
        Step(
            row.decision.at,
            row.decision.by,
            STEPS[row.step],
            FindingStep(*(getattr(row, name) for name in names(FindingStep))),
        )
        for row in rows
    ]


def _workers(book: DatabaseWorkspace) -> list[str]:
    """Who may own a finding: everybody who has a role now."""
    newest_of = {user.name: user.roles for user in book.rows(User)}
    return [name for name, roles in newest_of.items() if roles]


def _words(opened: FindingOpened) -> tuple[Day, Result, Finding | None]:
    """The newest close that has the finding, or else the one that brought it up, and its words there."""
    last = newest()
    if last is not None:
        result = kept_result(last)
        said = _said_by(result, opened)
        if said is not None:
            return last, result, said
    first = Day.objects.get(result=opened.result)
    result = kept_result(first)
    return first, result, _said_by(result, opened)


def figures_about(result: Result, place: str) -> list[str]:
    """The figures that a finding at a place is about, the one that says most first."""
    if place in result.figures:
        return [place]
    room, _, rest = place.partition(".")
    subject = rest.rpartition(".")[2]
    names_ = {"statements": f"reconciliation.{subject}.", "published": f"published.{subject}."}
    prefix = names_.get(room, f"{place}.")
    found = [name for name in result.figures if name.startswith(prefix)]
    return sorted(found, key=lambda name: not name.endswith((".difference", ".coverage", ".credit")))[:_EXPLAINED_MAX]


def _explained(result: Result, name: str, number: int, language: Language) -> tuple[str, str, SafeString]:
    return name, figure_address(number, name), explained(result, name, number, language)


@page(*_WORKERS)
@require_POST
def assign_finding(request: HttpRequest, number: int) -> HttpResponse:
    """Give a finding an owner, and a day in business days where one is asked for."""
    days = _business_days(request.POST.get("days", "").strip())
    with workspace().book.unit() as unit:
        fresh = _is_fresh(request, number)
        done = assign(unit, acting(request), number, request.POST.get("owner", ""), days)
        refuse_stale(f"finding {number}", fresh=fresh or done.already)
    told = Term("The finding has its owner.", "担当者を設定しました。")
    tell(request, told, already=done.already)
    return redirect("finding", number)


@uploads(EVIDENCE_BYTES_MAX)
@page(*_WORKERS)
@require_POST
def end_finding(request: HttpRequest, number: int) -> HttpResponse:
    """Close a finding with a file that shows it is done."""
    file: UploadedFile | None = request.FILES.get("evidence")
    found = list(_missing(file, request.POST.get("words", "")))
    if found or file is None:
        raise Refused(found)
    desk = workspace()
    with desk.book.unit() as unit, keeping_upload(desk.store, "evidence", file) as digest:
        fresh = _is_fresh(request, number)
        done = close_finding(unit, acting(request), number, digest, request.POST["words"].strip())
        refuse_stale(f"finding {number}", fresh=fresh or done.already)
    tell(request, Term("The finding is closed.", "指摘を完了しました。"), already=done.already)
    return redirect("finding", number)


def _missing(file: UploadedFile | None, words: str) -> Iterator[Finding]:
    if file is None:
        wanted, wanted_ja = "a file that shows it", "完了を示す証跡ファイル"
        do, do_ja = "choose the file", "ファイルを選択してください"
        yield faults.NO_FILE.at("evidence", wanted=wanted, wanted_ja=wanted_ja, do=do, do_ja=do_ja)
    if not words.strip():
        yield faults.BLANK.at("words")


def _business_days(text: str) -> int | None:
    """The number asked for; None where nothing was."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < len(str(_DAYS_MAX)) + 1 and int(text) <= _DAYS_MAX):
        wanted, wanted_ja = f"business days from 0 to {_DAYS_MAX}", f"0〜{_DAYS_MAX} の営業日数"
        raise Refused([faults.WRONG_VALUE.at("days", value=text, wanted=wanted, wanted_ja=wanted_ja)])
    return int(text)


def _is_fresh(request: HttpRequest, number: int) -> bool:
    """Whether a form was made after the last step of its finding; to be asked before a further one is made."""
    return bool(request.POST.get("made_from") == str(table("FindingStep").objects.filter(finding=number).count()))


@page(*_READERS_OF_EVIDENCE)
@require_safe
def evidence(request: HttpRequest, number: int, digest: str) -> FileResponse:
    """The file with which a finding was closed, as a download that no browser opens by itself."""
    del request
    file = workspace().store.place("evidence", digest)
    if not table("FindingStep").objects.filter(finding=number, evidence=digest).exists() or not file.is_file():
        raise Http404
    named: dict[str, Any] = {"as_attachment": True, "filename": f"finding-{number}-{digest[:12]}"}
    return FileResponse(file.open("rb"), content_type="application/octet-stream", **named)
