"""What people do on the pages of the day: findings seen to, the reserve asked for; a stale or wrong form is refused."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hikiate.book.decisions import DecisionDraft
from hikiate.book.journal import moment_text
from hikiate.book.records import FindingOpened, FindingStep, Record, Request
from hikiate.desk.days import close_day
from hikiate.desk.desks import Desk
from hikiate.kernel.digests import sha256
from hikiate.operations.workspace.approvals import approve
from hikiate.operations.workspace.findings import assign
from hikiate.operations.workspace.people import set_limit
from hikiate.operations.workspace.ports import Act
from hikiate.web.console import findings as findings_page
from hikiate.web.console.reserve import _stands

LogIn = Callable[[str], Client]

STALE = "この画面を開いた後に、別の担当者が内容を変更しました"


def now() -> Act:
    """The office's first person, at this moment."""
    return Act("sato", moment_text(datetime.now(tz=UTC)))


def records(desk: Desk, kind: type[Record]) -> list[Any]:
    """Every record of a kind."""
    return list(desk.book.rows(kind))


def evidence(content: bytes = b"transfer slip", name: str = "slip.pdf") -> SimpleUploadedFile:
    """A file that shows something."""
    return SimpleUploadedFile(name, content)


def told(answer: Any) -> str:  # noqa: ANN401 - Django's answer has no type
    """What a page says, with its entities read."""
    return unescape(answer.content.decode())


def test_a_finding_is_given_an_owner_and_closed_with_evidence(any_desk: Desk, log_in: LogIn) -> None:
    """Each step stands on its page with who did it; the file is kept by its content and given back as it was."""
    client = log_in("sato")
    done = client.post("/findings/1/assign/", {"owner": "suzuki", "days": "3", "made_from": "0"}, follow=True)
    assert done.redirect_chain == [("/findings/1/", 302)]
    assert "担当者を設定しました。" in told(done)
    assert records(any_desk, FindingStep)[0].owner == "suzuki"
    assert "suzuki" in told(client.get("/findings/?owner=suzuki"))
    assert "該当する未了の指摘事項はありません。" in told(client.get("/findings/?owner=-"))
    form = {"evidence": evidence(), "words": "topped up <b>", "made_from": "1"}
    closed = client.post("/findings/1/close/", form, follow=True)
    digest = sha256(b"transfer slip").hex()
    assert records(any_desk, FindingStep)[1].evidence == digest
    assert "topped up &lt;b&gt;" in closed.content.decode()
    assert "担当者を決める" not in told(closed)
    assert "topped up" in told(client.get("/findings/?ended=1"))
    file = log_in("tanaka").get(f"/findings/1/evidence/{digest}")
    assert b"".join(file.streaming_content) == b"transfer slip"
    assert file.headers["Content-Type"] == "application/octet-stream"
    assert file.headers["Content-Disposition"].startswith("attachment")


def test_a_stale_form_is_refused_and_a_repeated_one_doubles_nothing(any_desk: Desk, log_in: LogIn) -> None:
    """Two people at the same finding: the second is told to look again."""
    client = log_in("sato")
    first = {"owner": "suzuki", "days": "", "made_from": "0"}
    assert client.post("/findings/1/assign/", first).status_code == 302
    answer = client.post("/findings/1/assign/", {"owner": "tanaka", "days": "", "made_from": "0"})
    assert answer.status_code == 422
    assert STALE in told(answer)
    assert "重複はありません" in told(client.post("/findings/1/assign/", first, follow=True))
    late = client.post("/findings/1/close/", {"evidence": evidence(), "words": "done", "made_from": "0"})
    assert STALE in told(late)
    assert len(records(any_desk, FindingStep)) == 1


def test_a_wrong_form_of_a_finding_says_every_fault(desk: Desk, log_in: LogIn) -> None:
    """A stranger as owner, days that are no number or too many, no file and no words."""
    client = log_in("sato")
    for days in ("-1", "x", "251", "9" * 5000, "²"):
        answer = client.post("/findings/1/assign/", {"owner": "suzuki", "days": days, "made_from": "0"})
        assert answer.status_code == 422, days
    unknown = client.post("/findings/1/assign/", {"owner": "<script>", "made_from": "0"})
    assert "<script>" not in unknown.content.decode().replace('<script src="', "")
    both = told(client.post("/findings/1/close/", {"words": "  ", "made_from": "0"}))
    assert "完了を示す証跡ファイル" in both
    assert "空欄です" in both
    assert client.post("/findings/9/assign/", {"owner": "suzuki", "made_from": "0"}).status_code == 422
    assert records(desk, FindingStep) == []


@pytest.mark.usefixtures("desk")
def test_a_form_without_its_token_is_refused(log_in: LogIn) -> None:
    """Also one with a file, whose token is looked for after the roles."""
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = log_in("sato").cookies
    assert strict.post("/findings/1/assign/", {"owner": "suzuki", "made_from": "0"}).status_code == 403
    answer = strict.post("/findings/1/close/", {"evidence": evidence(), "words": "done", "made_from": "0"})
    assert answer.status_code == 403
    assert "この画面は古くなっています" in told(answer)


def test_open_findings_come_in_pages(desk: Desk, log_in: LogIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """By due day, then by number; each once."""
    found = [
        FindingOpened(number, "0" * 64, "recon.break", "warning", f"W{number:02}", "2026-11-20", "")
        for number in range(2, 8)
    ]
    with desk.book.unit() as unit:
        unit.decide(DecisionDraft(now().at, "sato", "day.close", "more"), found)
        assign(unit, now(), 5, "suzuki", 1)
    monkeypatch.setattr(findings_page, "_ROWS", 3)
    client, path, seen = log_in("sato"), "/findings/", []
    while path:
        page = told(client.get(path))
        seen += re.findall(r'numeric"><a href="/findings/([0-9]+)/"', page)
        further = re.search(r'href="(\?after=[^"]+)"', page)
        path = f"/findings/{further[1]}" if further else ""
    assert seen == ["5", "1", "2", "3", "4", "6", "7"]


def test_a_finding_past_its_day_is_said_to_be_overdue(desk: Desk, log_in: LogIn) -> None:
    """On its own page, in the list and on the first page."""
    with desk.book.unit() as unit:
        assign(unit, Act("sato", "2026-11-20T16:00:00.000000Z"), 1, "suzuki", 0)
    client = log_in("tanaka")
    assert "期限超過 1 件" in told(client.get("/"))
    for path in ("/", "/findings/", "/findings/1/"):
        assert '<span class="badge overdue">期限超過</span>' in told(client.get(path))


def test_the_reserve_is_set_aside_by_two_people(any_desk: Desk, log_in: LogIn) -> None:
    """A maker asks, another person approves, and the page has the movement with what was there before and after."""
    maker = log_in("sato")
    form = {"asset": "JPY", "amount": "１，０００,000", "memo": "期末繰入れ", "stands": stands(maker)}
    assert "申請 1 を登録しました" in told(maker.post("/reserve/provision/", form, follow=True))
    assert "重複はありません" in told(maker.post("/reserve/provision/", form, follow=True))
    assert "責任準備金の繰入れ" in told(maker.get("/"))
    with any_desk.book.unit() as unit:
        set_limit(unit, now(), "approver", "JPY", ("5000000", "5000000"))
        approve(unit, Act("suzuki", now().at), 1, "", any_desk.effects)
    page = told(maker.get("/reserve/"))
    for words in ("繰入れ", "1,000,000", "1,728,888", "開始残高"):
        assert words in page
    assert told(maker.get("/")).count("責任準備金の繰入れ") == 0
    old = maker.post("/reserve/provision/", {**form, "amount": "5"})
    assert STALE in told(old)
    assert len(records(any_desk, Request)) == 1


def stands(client: Client) -> str:
    """What the form on the page is made from."""
    page = told(client.get("/reserve/"))
    return page.partition('name="stands" value="')[2].partition('"')[0]


def test_a_wrong_request_about_the_reserve_is_refused(desk: Desk, log_in: LogIn) -> None:
    """Amounts that are none, assets and rulebooks that nobody has, and a release that the close does not allow."""
    client = log_in("sato")
    for amount in ("", "-5", "1e3", "abc", "1.5", "9" * 60):
        answer = client.post("/reserve/provision/", {"asset": "JPY", "amount": amount, "stands": stands(client)})
        assert answer.status_code == 422, amount
    assert client.post("/reserve/provision/", {"asset": "<i>", "amount": "1"}).status_code == 422
    for rulebook in ("jp-2026-reported", "jp-psa", "jp-nothing", ""):
        form = {"asset": "JPY", "amount": "1", "rulebook": rulebook, "stands": stands(client)}
        assert client.post("/reserve/release/", form).status_code == 422, rulebook
    assert records(desk, Request) == []


def test_a_release_is_asked_for_up_to_what_the_last_close_allows(desk: Desk, log_in: LogIn) -> None:
    """Under a rulebook whose close finds more held than must be; not a yen above it."""
    close_day(desk, desk.folder / "packs" / "2026-11-20", (("jp-art175-analogue",), ()), now())
    client = log_in("sato")
    assert "722,571 円" in told(client.get("/reserve/"))
    form = {"asset": "JPY", "amount": "722,572", "rulebook": "jp-art175-analogue", "stands": stands(client)}
    assert client.post("/reserve/release/", form).status_code == 422
    form["amount"] = "722,571"
    assert "申請 1 を登録しました" in told(client.post("/reserve/release/", form, follow=True))
    assert [request.kind for request in records(desk, Request)] == ["reserve.release"]
    assert "責任準備金の取崩し" in told(client.get("/"))


def test_movements_come_in_pages_and_each_follows_the_one_before(
    desk: Desk, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was there before the last movement of a page is looked up."""
    monkeypatch.setattr("hikiate.web.console.reserve._ROWS", 1)
    with desk.book.unit() as unit:
        set_limit(unit, now(), "approver", "JPY", ("5000000", "5000000"))
    client = log_in("sato")
    client.post("/reserve/provision/", {"asset": "JPY", "amount": "100", "stands": _stands()})
    with desk.book.unit() as unit:
        approve(unit, Act("suzuki", now().at), 1, "", desk.effects)
    first = told(client.get("/reserve/"))
    assert "728,988" in first
    assert "?before=2" in first
    second = told(client.get("/reserve/?before=2"))
    assert "さらに前へ" not in second
    assert "開始残高" in second
    assert told(client.get("/reserve/?before=nothing")).count("728,988") == first.count("728,988")


def test_what_waits_for_a_second_approver_still_waits(desk: Desk, log_in: LogIn) -> None:
    """One approval of two leaves a request on the first page; a rejection takes it away."""
    client = log_in("sato")
    with desk.book.unit() as unit:
        set_limit(unit, now(), "approver", "JPY", ("5000000", "10"))
    client.post("/reserve/provision/", {"asset": "JPY", "amount": "100", "stands": _stands()})
    with desk.book.unit() as unit:
        approve(unit, Act("suzuki", now().at), 1, "", desk.effects)
    assert "#1 責任準備金の繰入れ" in told(client.get("/"))
    with desk.book.unit() as unit:
        approve(unit, Act("takahashi", now().at), 1, "", desk.effects)
    assert "承認待ちの申請はありません。" in told(client.get("/"))
