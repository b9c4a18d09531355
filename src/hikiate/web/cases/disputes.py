"""Disputes: the register with answers and due days, a dispute's page, and what is entered into the register."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hikiate.book.records import PackTaken
from hikiate.desk.disputes import OUTCOMES, REASONS, STATES, answer_content, dispute_state
from hikiate.desk.proofs import has_register, proof_folder, proof_folders, read_proofs, register_folder
from hikiate.facts.faults import WRONG_VALUE
from hikiate.kernel.findings import Finding, Refused
from hikiate.kernel.wording import Term
from hikiate.operations.workspace.findings import day_in_japan
from hikiate.operations.workspace.ports import last
from hikiate.proofs.disputes import ANSWER_DAYS_MAX, Register, counts
from hikiate.proofs.disputes_faults import WRONG_DAY_ROOT
from hikiate.proofs.disputes_papers import read_confirmation
from hikiate.proofs.documents import BYTES_MAX
from hikiate.storage.dispute_register import (
    load_answer,
    load_dispute,
    load_register,
    open_register,
    register_findings,
    register_writer,
)
from hikiate.storage.proof_store import open_store
from hikiate.web.accounts.personal_views import note_view
from hikiate.web.base.access import acting, held_roles, page
from hikiate.web.base.bounds import uploads
from hikiate.web.base.stale import require_fresh
from hikiate.web.cases.incident_steps import told
from hikiate.web.cases.incidents import number_of
from hikiate.web.cases.readers import MAKER, PERSONAL, READERS
from hikiate.web.cases.uploads import sent
from hikiate.web.settings import workspace

SHOWN = 50
PAPER_BYTES_MAX = BYTES_MAX + 100_000


@dataclass(frozen=True, slots=True)
class Row:
    """A dispute in the list, which names no customer."""

    place: int
    number: str
    received: date
    due: date
    state: str

    @property
    def term(self) -> Term:
        """How it stands, in words."""
        return STATES[self.state]

    @property
    def badge(self) -> str:
        """The class of its badge."""
        return "done" if self.state == "answered" else self.state


@page(*READERS)
@require_safe
def disputes(request: HttpRequest) -> HttpResponse:
    """The register: its promise, its counts, and the disputes, those overdue first."""
    desk = workspace()
    held = held_roles(request)
    context: dict[str, object] = {
        "is_maker": "maker" in held,
        "may_open": bool({"maker", "admin"} & held),
        "days_max": ANSWER_DAYS_MAX,
    }
    if not has_register(desk):
        with desk.book.reading() as view:
            pack = last(view.rows(PackTaken))
        return render(request, "cases/disputes.html", {**context, "exchange": pack.exchange if pack else ""})
    register = load_register(register_folder(desk))
    day = _today(request)
    rows = _rows(register, day)
    before = number_of(request, "from") or 0
    shown = rows[before : before + SHOWN]
    context |= {
        "register": register,
        "counts": counts(register, day, None),
        "rows": shown,
        "next": before + SHOWN if len(rows) > before + SHOWN else None,
        "from": before,
        "reads_personal": bool(held & set(PERSONAL)),
    }
    return render(request, "cases/disputes.html", context)


def _rows(register: Register, day: date) -> list[Row]:
    answered = {event.number for event in register.events if event.kind == "answered" and event.on <= day}
    rows = [
        Row(place, number, received, register.due(number), dispute_state(register, number, day, answered))
        for place, (number, received) in enumerate(register.filed.items(), start=1)
    ]
    rows.sort(key=lambda row: (list(STATES).index(row.state), row.due if row.state != "answered" else date.min))
    return rows


def _today(request: HttpRequest) -> date:
    return day_in_japan(acting(request).at)


@page(*PERSONAL)
@require_safe
def dispute(request: HttpRequest, number: str) -> HttpResponse:
    """A dispute with the customer's words and the answers given; it names a customer, so the view is noted."""
    desk = workspace()
    register = _register_with(number)
    note_view(request, "dispute", number)
    folder, day = register_folder(desk), _today(request)
    found = load_dispute(folder, number)
    given = load_answer(folder, register, number, day)
    answered = {number} if register.answers.get(number) else set[str]()
    context = {
        "number": number,
        "dispute": found,
        "reason": REASONS[found.reason],
        "received": register.filed[number],
        "due": register.due(number),
        "state": dispute_state(register, number, day, answered),
        "term": STATES[dispute_state(register, number, day, answered)],
        "answer": given,
        "outcome": OUTCOMES[given.outcome] if given else None,
        "outcomes": OUTCOMES.items(),
        "is_maker": "maker" in held_roles(request),
        "seen": len(register.answers.get(number, ())),
    }
    return render(request, "cases/dispute.html", context)


def _register_with(number: str) -> Register:
    """The register, where it has a dispute of this number; no page where it has not."""
    desk = workspace()
    register = load_register(register_folder(desk)) if has_register(desk) else None
    if register is None or number not in register.filed:
        raise Http404
    return register


@page("maker", "admin")
@require_POST
def open_(request: HttpRequest) -> HttpResponse:
    """Open the register, with the promise of an answer within so many business days."""
    text = request.POST.get("days", "")
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:4]) <= ANSWER_DAYS_MAX):
        words = (f"1-{ANSWER_DAYS_MAX}", f"1～{ANSWER_DAYS_MAX}")
        raise Refused([WRONG_VALUE.at("days", value=text[:40] or "-", wanted=words[0], wanted_ja=words[1])])
    desk = workspace()
    with desk.book.reading() as view:
        pack = last(view.rows(PackTaken))
    if pack is None:
        words = ("a day that was closed", "締めた営業日")
        raise Refused([WRONG_VALUE.at("exchange", value="-", wanted=words[0], wanted_ja=words[1])])
    open_register(register_folder(desk), pack.exchange, int(text), _today(request))
    told(request, Term("The register is open.", "申立て台帳を開設しました。"))
    return redirect("disputes")


@uploads(PAPER_BYTES_MAX)
@page(*MAKER)
@require_POST
def file_dispute(request: HttpRequest) -> HttpResponse:
    """Enter a dispute that a customer filed."""
    file = sent(request, "dispute.json")
    with register_writer(register_folder(workspace())) as writer:
        entered = writer.file(file.read(), file.name, _today(request))
        due = writer.register.due(entered.event.number)
    told(request, Term(f"Filed. An answer is promised by {due}.", f"受け付けました。回答期限は {due} です。"))
    return redirect("dispute", entered.event.number)


@page(*MAKER)
@require_POST
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Enter the answer to a dispute; an answer that somebody gave meanwhile is seen first."""
    _register_with(number)
    said = request.POST
    words = (said.get("outcome", ""), said.get("words", "").strip().replace("\r\n", "\n"))
    day = _today(request)
    content = answer_content(number, *words, request.user.get_username(), day)
    with register_writer(register_folder(workspace())) as writer:
        require_fresh(request, len(writer.register.answers.get(number, ())))
        writer.answer(content, "answer", day)
    told(request, Term("The answer is entered.", "回答を記載しました。"))
    return redirect("dispute", number)


@uploads(PAPER_BYTES_MAX)
@page(*MAKER)
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Enter a customer's confirmation, verified with the key of the day that it names."""
    file = sent(request, "confirmation.json")
    content = file.read()
    named = read_confirmation(content, file.name).day_root
    desk = workspace()
    folders = [
        found.name
        for found in read_proofs(desk, proof_folders(desk))
        if found.root is not None and found.root.day_root == named
    ]
    if not folders:
        wanted = Term("a day root that the workspace keeps", "ワークスペースに保管されている日の証明値")
        raise Refused([WRONG_DAY_ROOT.at(file.name, value=named, wanted=wanted)])
    with open_store(proof_folder(desk, folders[0])) as proofs, register_writer(register_folder(desk)) as writer:
        entered = writer.confirm(content, file.name, proofs, _today(request))
    told(request, _confirmed(already=entered.already))
    return redirect("proofs")


def _confirmed(*, already: bool) -> Term:
    if already:
        return Term("Confirmed already; not doubled.", "確認済みです（重複なし）。")
    return Term("The confirmation is entered.", "検証確認を記載しました。")


@page(*READERS)
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Verify the register from its first line, and every paper of it."""
    desk = workspace()
    if not has_register(desk):
        raise Http404
    found: list[Finding]
    register: Register | None = None
    try:
        register, found = register_findings(register_folder(desk))
    except Refused as refused:
        found = list(refused.faults)
    context = {"register": register, "found": found, "lines": len(register.events) + 1 if register else 0}
    return render(request, "cases/dispute_check.html", context)
