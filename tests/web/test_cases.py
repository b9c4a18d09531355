"""The pages of cases: an incident from its file to its end, approvals by others, and what is refused on the way."""

import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from case_life import INCIDENT, Case, case_of
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from incident_papers import LOSS, determination

from hikiate.book.records import Approval, Batch, IncidentClosed, Request
from hikiate.desk.desks import Desk
from hikiate.operations.workspace.approvals import State, state
from hikiate.operations.workspace.incidents import unanswered
from hikiate.storage.database.pages import sealed_records
from hikiate.web.base.bounds import FORM_BYTES_MAX
from hikiate.web.cases.audits import wait_for

LogIn = Callable[[str], Client]


@pytest.fixture
def case(desk: Desk, tmp_path: Path) -> Case:
    """A case in an office on SQLite."""
    return case_of(desk, tmp_path / "papers")


@pytest.fixture
def any_case(any_desk: Desk, tmp_path: Path) -> Case:
    """A case in an office on each database."""
    return case_of(any_desk, tmp_path / "papers")


def text_of(answer: HttpResponse) -> str:
    """What a page says."""
    return str(answer.content.decode())


def seen_in(client: Client, path: str, action: str) -> str:
    """What the form to an address was made from."""
    page = text_of(client.get(path))
    found = re.search(rf'action="{re.escape(action)}".*?name="seen" value="(\d+)"', page, re.DOTALL)
    assert found is not None, page
    return found[1]


def decide(client: Client, number: int, verdict: str = "approve", words: str = "") -> HttpResponse:
    """A checker's word by the form of the page."""
    path = f"/approvals/{number}/"
    fields = {"verdict": verdict, "words": words, "seen": seen_in(client, path, f"{path}decide")}
    return client.post(f"{path}decide", fields, follow=True)


def files_of(case: Case) -> list[Path]:
    """Every file of a workspace but the database's own."""
    return sorted(path for path in case.desk.folder.rglob("*") if not path.name.startswith("hikiate.db"))


def uploads_of(folder: Path) -> list[SimpleUploadedFile]:
    """The files of a folder as a browser sends them."""
    return [SimpleUploadedFile(path.name, path.read_bytes()) for path in sorted(folder.iterdir())]


def test_an_incident_is_carried_from_its_file_to_its_end(any_desk: Desk, log_in: LogIn, tmp_path: Path) -> None:
    """By two people, on either database; afterwards the journal's sides agree and the audit finds nothing."""
    case = case_of(any_desk, tmp_path / "papers")
    case.limit()
    maker, checker = log_in("sato"), log_in("suzuki")
    opened = maker.post("/incidents/open", {"file": SimpleUploadedFile("theft.toml", LOSS.encode())}, follow=True)
    assert "事案 theft を登録しました" in text_of(opened)
    again = maker.post("/incidents/open", {"file": SimpleUploadedFile("theft.toml", LOSS.encode())}, follow=True)
    assert "重複はありません" in text_of(again)
    determination(tmp_path / "determined", 3)
    base = "/incidents/theft/"
    taken = maker.post(f"{base}determination", {"files": uploads_of(tmp_path / "determined")}, follow=True)
    assert "申請 1 を起票しました" in text_of(taken)
    assert "承認済みの補償額算定なし" in text_of(taken)
    assert "未払補償金" in text_of(checker.get("/approvals/1/"))
    assert "承認済み" in text_of(decide(checker, 1))
    fields = {"source": "own_funds", "asset": "JPY", "amount": "３，０００", "rulebook": ""}
    maker.post(f"{base}draw", {**fields, "seen": seen_in(maker, base, f"{base}draw")})
    decide(checker, 2)
    maker.post(f"{base}batch", {"asset": "JPY", "seen": seen_in(maker, base, f"{base}batch")})
    assert maker.post(f"{base}batches/1/release").status_code == 422
    decide(checker, 3)
    released = maker.post(f"{base}batches/1/release", follow=True)
    assert "払い出しました" in text_of(released)
    file = maker.get(f"{base}batches/1/file")
    payout = b"".join(file.streaming_content)
    file.close()
    assert payout == (any_desk.folder / "payouts" / "theft-1.csv").read_bytes()
    settled = case.settlement(returned=("K0002",)).read_bytes()
    answer = maker.post(f"{base}batches/1/settlement", {"file": SimpleUploadedFile("bank.csv", settled)}, follow=True)
    assert "3 件の決済結果を取り込みました" in text_of(answer)
    maker.post(f"{base}batch", {"asset": "JPY", "retry": "1", "seen": seen_in(maker, base, f"{base}batch")})
    decide(checker, 4)
    maker.post(f"{base}batches/2/release")
    again = case.settlement(2).read_bytes()
    maker.post(f"{base}batches/2/settlement", {"file": SimpleUploadedFile("bank.csv", again)})
    closed = maker.post(f"{base}close", {"words": "完了", "seen": seen_in(maker, base, f"{base}close")}, follow=True)
    assert "事案 theft を終結しました" in text_of(closed)
    assert any_desk.book.count(IncidentClosed, incident=INCIDENT) == 1
    journal = text_of(maker.get("/journal/"))
    assert "不一致" not in journal
    assert "一致" in journal
    started = maker.post("/trail/audit")
    wait_for(int(started.headers["Location"].rstrip("/").rpartition("/")[2]))
    assert "すべて決定時のとおりです" in text_of(maker.get(started.headers["Location"]))


def test_own_work_is_refused_and_so_is_a_second_word(any_case: Case, log_in: LogIn) -> None:
    """The maker has the role of an approver too; that does not help."""
    any_case.limit()
    any_case.open()
    number = any_case.draw()
    from hikiate.operations.workspace.people import set_roles  # noqa: PLC0415 - beside its only use

    with any_case.desk.book.unit() as unit:
        set_roles(unit, any_case.act(), "sato", ["admin", "maker", "approver"])
    maker = log_in("sato")
    page = text_of(maker.get(f"/approvals/{number}/"))
    assert "あなたが起票した申請です" in page
    assert "/decide" not in page
    refused = maker.post(f"/approvals/{number}/decide", {"verdict": "approve", "seen": "0"})
    assert refused.status_code == 422
    assert "sato 自身が起票したものです" in text_of(refused)
    assert any_case.desk.book.count(Approval) == 0


def test_above_the_limit_a_second_approver_is_needed(case: Case, log_in: LogIn) -> None:
    """The first approval does nothing yet; a rejection needs words; what is above every limit cannot be approved."""
    case.limit("5000", "1000")
    case.open()
    number, large = case.draw("3000"), case.draw("6000")
    first, second = log_in("suzuki"), log_in("takahashi")
    assert "2名必要" in text_of(first.get(f"/approvals/{number}/"))
    assert "もう1名の承認が必要です" in text_of(decide(first, number))
    assert case.desk.book.journal.number == 1
    assert "あなたは承認済みです" in text_of(first.get(f"/approvals/{number}/"))
    decide(second, number)
    assert case.desk.book.journal.number == 2
    page = text_of(first.get(f"/approvals/{large}/"))
    assert "承認限度額を超えるため" in page
    silent = first.post(f"/approvals/{large}/decide", {"verdict": "reject", "words": " ", "seen": "0"})
    assert silent.status_code == 422
    assert "却下" in text_of(decide(first, large, "reject", "金額の根拠が不明"))


def test_two_who_decide_at_once_do_not_both(any_desk: Desk, log_in: LogIn, tmp_path: Path) -> None:
    """One wins, the other is told what happened; the money moves once."""
    case = case_of(any_desk, tmp_path / "papers")
    case.limit()
    case.open()
    number = case.draw()
    clients = [log_in("suzuki"), log_in("takahashi")]
    before = any_desk.book.journal.number
    start, answers = threading.Barrier(2), list[HttpResponse]()

    def speak(client: Client) -> None:
        start.wait()
        answers.append(client.post(f"/approvals/{number}/decide", {"verdict": "approve", "words": "", "seen": "0"}))
        connection.close()

    threads = [threading.Thread(target=speak, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    loser = next(answer for answer in answers if answer.status_code == 422)
    assert "別の担当者が内容を変更しました" in text_of(loser)
    assert any_desk.book.journal.number == before + 1
    with any_desk.book.reading() as view:
        assert state(view, next(view.rows(Request, request=number))) is State.APPROVED


def test_a_stale_form_changes_nothing(any_case: Case, log_in: LogIn) -> None:
    """What somebody else did since the page was opened is seen before anything further is asked for."""
    any_case.limit()
    any_case.open()
    maker = log_in("sato")
    seen = seen_in(maker, "/incidents/theft/", "/incidents/theft/draw")
    any_case.draw("1000")
    head = any_case.desk.book.decisions
    fields = {"source": "own_funds", "asset": "JPY", "amount": "1", "seen": seen}
    refused = maker.post("/incidents/theft/draw", fields)
    assert refused.status_code == 422
    assert "前の画面に戻って再読込みし" in text_of(refused)
    assert any_case.desk.book.decisions == head
    assert maker.post("/incidents/theft/draw", {**fields, "seen": ""}).status_code == 422


def test_the_reserve_is_drawn_on_only_for_what_its_rulebook_allows(case: Case, log_in: LogIn) -> None:
    """And a claim and what comes back of it are entered once."""
    case.open()
    maker, base = log_in("sato"), "/incidents/theft/"

    def post(step: str, fields: dict[str, str]) -> HttpResponse:
        return maker.post(f"{base}{step}", {**fields, "seen": seen_in(maker, base, f"{base}{step}")}, follow=True)

    asked = {"source": "reserve", "asset": "JPY", "amount": "1000", "rulebook": "jp-fiea-175"}
    assert post("draw", {**asked, "purpose": "unauthorised_outflow"}).status_code == 422
    assert post("draw", {**asked, "rulebook": ""}).status_code == 422
    approved = post("draw", {**asked, "purpose": "approved", "approved": "関財金1第5号"})
    assert "承認待ち" in text_of(approved)
    claim = {"movement": "claim", "asset": "JPY", "amount": "700", "reference": "POL-1"}
    assert "記帳しました" in text_of(post("money", claim))
    assert "重複はありません" in text_of(post("money", claim))
    back = {"movement": "recover", "source": "insurance", "asset": "JPY", "amount": "700", "reference": "PAY-1"}
    assert "記帳しました" in text_of(post("money", back))
    assert post("money", {**back, "amount": "1", "reference": ""}).status_code == 422
    assert (
        post("close", {"words": ""}).status_code == 422 if f'action="{base}close"' in text_of(maker.get(base)) else True
    )


def test_a_payment_is_set_aside_with_a_reason(case: Case, log_in: LogIn) -> None:
    """It stays owed, counts as pending, and the count is said."""
    case.limit()
    case.open()
    case.approve(case.determine())
    maker, base = log_in("sato"), "/incidents/theft/"
    fields = {"key": "K0001", "reason": "口座凍結", "seen": seen_in(maker, base, f"{base}aside")}
    assert "K0001 を保留（除外）としました" in text_of(maker.post(f"{base}aside", fields, follow=True))
    with case.desk.book.reading() as view:
        counted = unanswered(view, INCIDENT)
        assert unanswered(view, INCIDENT, 2) == counted
    payments = text_of(maker.get(f"{base}payments/?status=payable"))
    assert "保留（除外）" in payments
    assert "送付先" in text_of(maker.get(f"{base}payments/?status=pending"))


def test_views_of_customers_are_noted_before_they_are_shown(case: Case, log_in: LogIn) -> None:
    """Who, when, which page, about whom; a viewer sees no customer at all."""
    case.live()
    from hikiate.operations.workspace.people import set_roles  # noqa: PLC0415 - beside its only use

    with case.desk.book.unit() as unit:
        set_roles(unit, case.act(), "mori", ["viewer"])
    auditor, viewer = log_in("tanaka"), log_in("mori")
    assert "C0001" in text_of(auditor.get("/incidents/theft/payments/?customer=C0001"))
    assert viewer.get("/incidents/theft/payments/").status_code == 403
    decisions = range(1, case.desk.book.decisions.number)
    decision = next(number for number in decisions if "C0001" in text_of(auditor.get(f"/trail/{number}/")))
    assert "C0001" not in text_of(viewer.get(f"/trail/{decision}/"))
    log = text_of(auditor.get("/trail/views/"))
    assert "theft C0001" in log
    assert f"decision {decision}" in log
    assert "tanaka" in text_of(auditor.get("/trail/views/?by=tanaka"))
    assert "閲覧の記録はありません" in text_of(auditor.get("/trail/views/?by=suzuki"))


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a/../b", "summary.json.exe", "paid.csv\x00", "=cmd|' /C calc'!A0"]
)
def test_a_strange_file_name_is_refused_and_leads_nowhere(case: Case, log_in: LogIn, name: str) -> None:
    """A file of a determination has one of the names that a determination has."""
    case.open()
    maker = log_in("sato")
    before = files_of(case)
    answer = maker.post("/incidents/theft/determination", {"files": [SimpleUploadedFile(name, b"x")]})
    assert answer.status_code in {400, 422}
    assert files_of(case) == before
    settlement = maker.post("/incidents/theft/batches/1/settlement", {"file": SimpleUploadedFile(name, b"x")})
    assert settlement.status_code in {400, 422}


@pytest.mark.parametrize(
    "path",
    [
        "/incidents/..%2F..%2Fetc/",
        "/incidents/%2e%2e/",
        "/disputes/..%2F..%2Fhikiate.db/",
        "/journal/99999999999999999999999/",
    ],
)
def test_an_address_leads_to_nothing_but_the_book(case: Case, log_in: LogIn, path: str) -> None:
    """Names in addresses are looked up in the book, never on the disk."""
    case.open()
    assert log_in("sato").get(path).status_code == 404


def test_what_is_too_large_is_refused_before_it_is_read(any_case: Case, log_in: LogIn) -> None:
    """Each page has its bound; a stranger sends nothing larger than a form; no file at all is said so."""
    any_case.open()
    maker = log_in("sato")
    large = {"CONTENT_LENGTH": str(2**31)}
    taking = ("/incidents/open", "/incidents/theft/determination", "/incidents/theft/batches/1/settlement")
    for path in (*taking, "/findings/1/close/", "/disputes/file"):
        answer = maker.post(path, b"", content_type="multipart/form-data; boundary=x", **large)
        assert answer.status_code == 413, path
        assert "2,147,483,648 バイト" in text_of(answer)
    for path in taking:
        assert "ファイルが送信されていません" in text_of(maker.post(path))
    over = {"CONTENT_LENGTH": str(FORM_BYTES_MAX + 1)}
    assert Client().post("/incidents/open", b"", content_type="text/plain", **over).status_code == 413
    assert log_in("tanaka").post("/incidents/open", b"", content_type="text/plain", **over).status_code == 413
    assert maker.post("/journal/1/correction", b"", content_type="text/plain", **over).status_code == 413


def test_html_in_words_stays_words(any_case: Case, log_in: LogIn) -> None:
    """Whatever a checker or a file says is shown as it was typed."""
    any_case.limit()
    any_case.open()
    number = any_case.draw()
    page = text_of(decide(log_in("suzuki"), number, "reject", "<script>alert(1)</script>"))
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_a_correction_is_asked_for_once_and_reverses(case: Case, log_in: LogIn) -> None:
    """A further entry undoes the draw once another person approves; balances as of before still stand."""
    case.limit()
    case.open()
    case.approve(case.draw())
    maker = log_in("sato")
    number = case.desk.book.journal.number
    path = f"/journal/{number}/"
    seen = seen_in(maker, path, f"{path}correction")
    assert maker.post(f"{path}correction", {"reason": "", "seen": seen}).status_code == 422
    asked = maker.post(f"{path}correction", {"reason": "二重の引出し", "seen": seen}, follow=True)
    assert "承認待ち" in text_of(asked)
    assert "/correction" not in text_of(maker.get(path))
    assert maker.post(f"{path}correction", {"reason": "二重の引出し", "seen": seen}).status_code == 422
    assert "補償支払資金" in text_of(log_in("suzuki").get("/approvals/2/"))
    decide(log_in("suzuki"), 2)
    assert "補償支払資金" not in text_of(maker.get("/journal/"))
    assert "補償支払資金" in text_of(maker.get("/journal/?until=2026-11-21T12:00:00"))
    assert maker.get("/journal/?until=never").status_code == 422
    assert maker.get("/journal/?until=0001-01-01T00:00").status_code == 422
    assert maker.get("/journal/?before=2").status_code == 200


def test_long_lists_are_read_page_by_page(case: Case, log_in: LogIn) -> None:
    """The next page begins where this one ended, by key."""
    case.limit()
    case.open()
    case.approve(case.determine(230))
    auditor = log_in("tanaka")
    path, lines = "/incidents/theft/payments/", list[int]()
    query = ""
    while True:
        page = text_of(auditor.get(path + query))
        lines += [int(line.replace(",", "")) for line in re.findall(r'scope="row" class="numeric">([\d,]+)<', page)]
        following = re.search(r'href="(\?after=[^"]+)">次へ', page)
        if following is None:
            break
        query = following[1].replace("&amp;", "&")
    assert lines == list(range(1, 232))
    with case.desk.book.unit() as unit:
        batches = unit.count(Batch)
    assert batches == 0


def test_an_audit_names_what_was_changed(case: Case, log_in: LogIn) -> None:
    """A kept file that is not what it was is named on the page of the run, and stays there."""
    case.open()
    auditor = log_in("tanaka")
    kept = next((case.desk.store.folder / "incidents").iterdir())
    kept.write_bytes(kept.read_bytes() + b"\n")
    started = auditor.post("/trail/audit").headers["Location"]
    wait_for(int(started.rstrip("/").rpartition("/")[2]))
    page = text_of(auditor.get(started))
    assert "相違があります" in page
    assert "audit.file_differs" in page or kept.name in page
    assert "相違あり" in text_of(auditor.get("/trail/"))
    assert "<html" not in text_of(auditor.get(started, headers={"hx-request": "true"}))


def test_what_a_decision_sealed_is_found_in_a_long_table(
    any_case: Case, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By halving, and the same as by reading all of it; of many no more than some are read."""
    any_case.live()
    with any_case.desk.book.reading() as view:
        head = view.decisions.number
    whole = [sealed_records(number, 50) for number in range(1, head + 2)]
    monkeypatch.setattr("hikiate.storage.database.pages._SCANNED_MAX", 0)
    assert [sealed_records(number, 50) for number in range(1, head + 2)] == whole
    few = [sealed_records(number, 2) for number in range(1, head + 2)]
    assert [[(kind, count) for kind, count, _ in of_one] for of_one in few] == [
        [(kind, count) for kind, count, _ in of_one] for of_one in whole
    ]
    assert max(count for of_one in whole for _, count, _ in of_one) > 2
    assert "支払明細" in text_of(log_in("tanaka").get("/incidents/theft/payments/?customer=C0001"))
