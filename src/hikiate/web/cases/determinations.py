"""A determination that was taken in: its files, and what it states to each customer, as a letter."""

from dataclasses import dataclass
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hikiate.book.records import Determination
from hikiate.facts.faults import BLANK
from hikiate.kernel.findings import Given, Refused
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.approvals import request_states
from hikiate.reports.compensation.letter_html import letter_html
from hikiate.reports.compensation.letter_pdf import letter_pdf
from hikiate.reports.compensation.statement import statement_letter
from hikiate.storage.iterations import DETERMINATION
from hikiate.storage.statements import ANNOUNCEMENT_FILE, read_statement
from hikiate.web.accounts.personal_views import note_view
from hikiate.web.base.access import held_roles, page, spoken
from hikiate.web.base.finished import finished
from hikiate.web.cases.incidents import incident_of
from hikiate.web.cases.money import Scales
from hikiate.web.cases.readers import PERSONAL, READERS
from hikiate.web.cases.standing import determinations_of
from hikiate.web.settings import workspace

FILES = {
    "determination": Term("what each customer is owed", "利用者ごとの補償額"),
    "paid": Term("what is paid, with what earlier iterations paid", "支払対象（過去の算定による支払を含む）"),
    "payments": Term("what is due in this iteration", "今回の算定で支払期限が到来する分"),
    "pending": Term("what waits, and why", "保留とその理由"),
    "plan": Term("the plan of a distribution", "配当計画"),
    "summary": Term("totals and findings", "合計と指摘事項"),
    "announcement": Term("what all customers are told", "告知の内容"),
    "files": Term("the digest of every file", "各ファイルのハッシュ値"),
}
"""What the files of a determination hold, by their stems."""
_MEDIA = {".csv": "text/csv; charset=utf-8", ".json": "application/json"}


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file of a determination: its name, what it holds, how many bytes it has."""

    name: str
    term: Term
    size: int


@page(*READERS)
@require_safe
def determination(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """A determination: its state, its totals and its files."""
    with workspace().book.reading() as view:
        incident_of(view, name)
        determined = determinations_of(view, Scales(view), request_states(view), name)
    found = [made for made in determined if made.revision == number]
    if not found:
        raise Http404
    files = _files(_folder(found[0].digest))
    names = {file.name for file in files}
    context = {
        "name": name,
        "made": found[0],
        "files": files,
        "has_statements": ANNOUNCEMENT_FILE in names and any(one.startswith(f"{DETERMINATION}.") for one in names),
        "reads_personal": bool(held_roles(request) & set(PERSONAL)),
    }
    return render(request, "cases/determination.html", context)


@page(*PERSONAL)
@require_safe
def determination_file(request: HttpRequest, name: str, number: int, file: str) -> FileResponse:
    """A file of a determination as it was taken in; it may name customers, so the view is noted."""
    folder = _folder(_digest(name, number))
    if file not in {shown.name for shown in _files(folder)}:
        raise Http404
    note_view(request, "determination", f"{name}/{number} {file}")
    kind = _MEDIA.get(Path(file).suffix, "application/octet-stream")
    return FileResponse(
        (folder / file).open("rb"), as_attachment=True, filename=f"{name}-{number}-{file}", content_type=kind
    )


@page(*PERSONAL)
@require_safe
def statement(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """What a determination states to one customer, as a letter; the view is noted under the customer."""
    customer, form = request.GET.get("customer", "").strip(), request.GET.get("form", "pdf")
    folder = _folder(_digest(name, number))
    if form not in {"pdf", "html"}:
        raise Http404
    if not customer:
        raise Refused([BLANK.at(Given("customer"))])
    language = spoken(request)
    note_view(request, "statement", f"{name}/{number} {customer}")
    letter = statement_letter(read_statement(folder, customer), language)
    content = letter_pdf(letter) if form == "pdf" else letter_html(letter).encode()
    return finished(content, form, language, f"statement-{name}-{number}", download=form == "pdf")


def _digest(name: str, number: int) -> str:
    with workspace().book.reading() as view:
        incident_of(view, name)
        for found in view.rows(Determination, incident=name, revision=number):
            return found.determination
    raise Http404


def _folder(digest: str) -> Path:
    return workspace().store.place("determinations", digest)


def _files(folder: Path) -> list[FileShown]:
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    order = list(FILES)
    shown = [FileShown(path.name, FILES[path.stem], path.stat().st_size) for path in found if path.stem in FILES]
    return sorted(shown, key=lambda file: order.index(Path(file.name).stem))
