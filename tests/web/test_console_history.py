"""Figures over time, the projection they are read from, reports, insurance, wallets and law as the pages show them."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from hikiate.book.records import CloseDone
from hikiate.desk.desks import Desk
from hikiate.facts.pack import read_pack
from hikiate.kernel.digests import digest
from hikiate.kernel.figures import Figure
from hikiate.kernel.findings import Finding, Severity
from hikiate.kernel.results import Result, document, document_text
from hikiate.kernel.status import Status
from hikiate.kernel.wording import Term, Words
from hikiate.operations.workspace.closes import Files, close_into
from hikiate.operations.workspace.ports import Act
from hikiate.reports.html.markup import element
from hikiate.storage.packs import open_pack
from hikiate.storage.results import read_result
from hikiate.web.base.middleware import CONTENT_SECURITY_POLICY
from hikiate.web.console import days as closed_days
from hikiate.web.console import history as history_page
from hikiate.web.console.charts import Chart, Line
from hikiate.web.console.findings import figures_about
from hikiate.web.console.insurance import _is_finite
from hikiate.web.console.models import Day, DayFigure
from hikiate.web.console.packs import pack_of, policies_of
from hikiate.web.console.rulebooks import editions_of, shipped
from hikiate.web.console.shown import cell, figure_address, placed
from hikiate.web.console.today import next_day

LogIn = Callable[[str], Client]

BREAK = Finding(
    "recon.break",
    Severity.BREACH,
    "statements.W-1.BTC",
    Words("book 2, statement 1", "the same", "find out"),
    Words("帳簿 2、証明 1", "一致", "調査"),
    "Order Art. 27",
    date(2026, 12, 1),
    date(2026, 11, 24),
)


def told(answer: Any) -> str:  # noqa: ANN401 - Django's answer has no type
    """What a page says, with its entities read."""
    return unescape(answer.content.decode())


def further_close(desk: Desk, day: str, change: Callable[[Result], Result] = lambda result: result) -> None:
    """A close of another day that found what the first one did, but for a change."""
    first = next(desk.book.rows(CloseDone))
    pack = read_pack(open_pack(desk.store.place("packs", first.pack)))
    moment = pack.exchange.snapshot_at.fromisoformat(f"{day}T23:59:59+09:00")
    model = read_result(desk.store.place("results", first.result))
    result = change(replace(model, as_of=moment.isoformat(), pack_digest=digest("test/1", [day])))
    kept = desk.store.keep("results", document_text(document(result)).encode())
    of_day = replace(pack, digest=result.pack_digest, exchange=replace(pack.exchange, snapshot_at=moment), reserve=())
    with desk.book.unit() as unit:
        act = Act("sato", max(unit.decisions.at, f"{day}T15:00:00.000000Z"))
        close_into(unit, act, of_day, result, Files(kept, {}, [], first.result))


def with_break(result: Result) -> Result:
    """A close that found a break too, and a word that would be a formula."""
    return replace(result, findings=(*result.findings, BREAK))


def test_the_projection_takes_new_closes_in_and_comes_again_when_it_is_deleted(any_desk: Desk, log_in: LogIn) -> None:
    """The newest first, for as long as a reader waits; what stands in it is what the results say."""
    for day in ("2026-11-21", "2026-11-22", "2026-11-24"):
        further_close(any_desk, day)
    assert closed_days.catch_up(-1) == 3
    assert [day.number for day in Day.objects.filter(is_filled=True)] == [4]
    assert closed_days.catch_up(60) == 0
    assert DayFigure.objects.filter(name="reserve.required", value="1214814").count() == 4
    Day.objects.all().delete()
    assert DayFigure.objects.count() == 0
    page = told(log_in("tanaka").get("/history/"))
    assert page.count('<svg viewBox="0 0 1000 200"') == 5
    assert "約121万" not in page
    newest = closed_days.newest()
    assert newest is not None
    assert newest.as_of.startswith("2026-11-24")


def test_one_reader_alone_takes_figures_in(desk: Desk) -> None:
    """Whoever comes meanwhile is answered without them, and does not take the same ones in again."""
    further_close(desk, "2026-11-21")
    with closed_days._filling:
        assert closed_days.catch_up(60) == 2
    assert closed_days.catch_up(60) == 0


def test_a_day_closed_late_does_not_become_today(desk: Desk, log_in: LogIn) -> None:
    """What counts is the moment of the snapshot, not when it was closed."""
    further_close(desk, "2026-11-19")
    page = told(log_in("tanaka").get("/"))
    assert "2026-11-20（金） 23:59" in page
    rows = re.findall(r'href="/history/([0-9]+)/">2026', told(log_in("tanaka").get("/history/")))
    assert rows[:2] == ["1", "2"]


def test_the_list_of_closes_comes_in_pages_by_key(desk: Desk, log_in: LogIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each close once, from the newest back; a key that is none shows the first page."""
    for day in ("2026-11-21", "2026-11-22", "2026-11-24", "2026-11-25"):
        further_close(desk, day)
    monkeypatch.setattr(history_page, "_ROWS", 2)
    client, path, seen = log_in("sato"), "/history/", []
    while path:
        page = told(client.get(path))
        listed = page.partition("日次締めの一覧")[2]
        seen += re.findall(r'scope="row" class="whole"><a href="/history/([0-9]+)/"', listed)
        further = re.search(r'href="(\?before=[^"]+)"', page)
        path = f"/history/{further[1]}" if further else ""
    assert seen == ["5", "4", "3", "2", "1"]
    for nonsense in ("x", "~", "~9", "2026~" + "9" * 50):
        assert client.get("/history/", {"before": nonsense}).status_code == 200


def test_charts_show_an_asset_and_a_span_that_were_asked_for(desk: Desk, log_in: LogIn) -> None:
    """Nonsense falls back to what is shown first."""
    further_close(desk, "2026-11-24")
    client = log_in("sato")
    assert "ETH：利用者預り数量と有高" in told(client.get("/history/?asset=ETH&months=36"))
    page = told(client.get("/history/?asset=<b>&months=1000"))
    assert "BTC：利用者預り数量と有高" in page
    assert "<b>" not in client.get("/history/?asset=<b>").content.decode()


def test_days_of_trouble_leave_gaps_in_a_line() -> None:
    """A line is broken where a day has no value; a value below nothing lowers the scale."""
    days = [date(2026, 11, day) for day in (1, 2, 3, 4)]
    line = Line(Term("Surplus", "過不足"), "fund", ["1", None, "-3", "2"])
    chart = Chart("x", Term("Surplus <b>", "過不足"), "JPY", days, [line], ["/1/", "/2/", "/3/", "/4/"])
    drawn = chart.drawn("en")
    assert drawn.count("M") - drawn.count("Mon") >= 2
    assert "-3 JPY" in drawn
    assert "<b>" not in drawn
    assert '<td class="numeric">–</td>' in drawn
    assert Chart("x", Term("", ""), "JPY", days, [replace(line, values=[None] * 4)], [""] * 4).is_empty
    alone = Chart("x", Term("", ""), "ratio", days[:1], [replace(line, values=["0"])], [""])
    assert 'd="M0 200.0h1"' in alone.drawn("ja")


def test_breaks_have_an_age_since_they_were_first_seen(desk: Desk, log_in: LogIn) -> None:
    """And lead to where they are followed, to the words of the newest close and to the figures behind them."""
    further_close(desk, "2026-11-24", with_break)
    further_close(desk, "2026-11-26", with_break)
    client = log_in("sato")
    page = told(client.get("/wallets/")) if pack_stands(desk) else ""
    assert "帳簿 2、証明 1" in page
    assert re.search(r'2026-11-24（火）</td><td class="numeric">2</td>', page)
    assert 'href="/findings/2/"' in page
    finding = told(client.get("/findings/2/"))
    for words in ("帳簿 2、証明 1", "Order Art. 27", "2026-12-01（火）", "reconciliation.BTC.difference"):
        assert words in finding
    further_close(desk, "2026-11-27")
    assert "締めで確認されなくなったため終了" in told(client.get("/findings/2/"))
    assert "帳簿 2、証明 1" in told(client.get("/findings/2/"))


def pack_stands(desk: Desk) -> bool:
    """Keep the first pack under the digest of the further ones too."""
    first = next(desk.book.rows(CloseDone))
    for close in desk.book.rows(CloseDone):
        place = desk.store.place("packs", close.pack)
        if not place.exists():
            place.symlink_to(desk.store.place("packs", first.pack))
    return True


def test_the_figures_behind_a_finding() -> None:
    """By the place of the finding: itself, its asset, its policy, what statements and published totals are about."""

    def figure(name: str) -> Figure:
        return Figure(name, "1", "JPY", Status.INPUT, Term("", ""), "")

    names = [
        "segregation.BTC.held",
        "segregation.BTC.difference",
        "reconciliation.BTC.book",
        "reconciliation.BTC.difference",
        "published.BTC.difference",
        "insurance.P.credit",
    ]
    result = Result("", "2026-11-20T00:00:00+09:00", "", "", (), {name: figure(name) for name in names}, ())
    assert figures_about(result, "segregation.BTC.held") == ["segregation.BTC.held"]
    assert figures_about(result, "segregation.BTC") == ["segregation.BTC.difference", "segregation.BTC.held"]
    assert figures_about(result, "statements.W.BTC")[0] == "reconciliation.BTC.difference"
    assert figures_about(result, "published.BTC") == ["published.BTC.difference"]
    assert figures_about(result, "insurance.P") == ["insurance.P.credit"]
    assert figures_about(result, "holdings") == []


def test_reports_are_what_the_command_writes_with_a_policy_of_their_own(desk: Desk, log_in: LogIn) -> None:
    """The finished page carries its style and may do nothing else; every form has its type and its name."""
    done = next(desk.book.rows(CloseDone))
    client = log_in("tanaka")
    page = client.get("/reports/1/ja.html")
    assert "sandbox" in page.headers["Content-Security-Policy"]
    assert "'unsafe-inline'" in page.headers["Content-Security-Policy"]
    assert "script" not in page.headers["Content-Security-Policy"]
    assert client.get("/reports/").headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    paper = client.get("/reports/1/en.pdf?download")
    assert paper.content.startswith(b"%PDF")
    assert paper.headers["Content-Disposition"] == 'attachment; filename="hikiate-2026-11-20-1-en.pdf"'
    assert client.get("/reports/1/en.json").content == desk.store.place("results", done.result).read_bytes()
    assert "違反" in client.get("/reports/1/ja.txt").content.decode()


def test_the_figures_as_csv_hold_no_formula(desk: Desk, log_in: LogIn) -> None:
    """A cell that begins like a formula stands behind a mark; a negative number is a number."""
    assert desk.folder.is_dir()
    assert [cell(text) for text in ("=1+1", "+x", "-x", "@x", "\tx", "\rx", "-12.5", "plain", 7)] == [
        "'=1+1", "'+x", "'-x", "'@x", "'\tx", "'\rx", "-12.5", "plain", "7",
    ]  # fmt: skip
    answer = log_in("sato").get("/history/figures.csv")
    lines = answer.getvalue().decode("utf-8-sig").splitlines()
    assert lines[0].startswith("day,as_of,close,verdict,breaches,warnings,notes,reserve.required")
    assert lines[1].startswith("2026-11-20,2026-11-20T23:59:59+09:00,1,in_breach,1,0,1,1214814")


def test_what_a_policy_counts_for_and_why(desk: Desk, log_in: LogIn) -> None:
    """The credit leads to its explanation; a policy that does not count says what it lacks."""
    client = log_in("sato")
    page = told(client.get("/insurance/"))
    for words in ("充当額", "242,962 円", "不正流出", "グループ外の保険者", "2027-04-01（木）"):
        assert words in page
    assert figure_address(1, "insurance.SYN-POLICY-1.credit") in page
    closed_days.catch_up()
    policies = policies_of(pack_of(Day.objects.get(number=1)))
    assert policies is not None
    assert _is_finite(policies[0])
    assert not _is_finite(policies[0]._replace(share=policies[0].share / 3))
    objection = replace(BREAK, code="insurance.lapsed", where="insurance.SYN-POLICY-1")

    def without_credit(result: Result) -> Result:
        kept = {
            name: figure for name, figure in result.figures.items() if not name.startswith(("insurance.", "reserve."))
        }
        return replace(result, figures=kept, findings=(*result.findings, objection))

    further_close(desk, "2026-11-24", without_credit)
    assert pack_stands(desk)
    page = told(client.get("/insurance/"))
    assert "充当されません" in page
    assert "帳簿 2、証明 1" in page


def test_a_pack_without_wallets_or_policies_says_so(desk: Desk, log_in: LogIn) -> None:
    """What was not handed in is not shown as nothing held."""
    further_close(desk, "2026-11-24")
    close = list(desk.book.rows(CloseDone))[1]
    place = desk.store.place("packs", close.pack)
    place.mkdir()
    first = desk.store.place("packs", next(desk.book.rows(CloseDone)).pack)
    (place / "exchange.toml").write_bytes((first / "exchange.toml").read_bytes())
    client = log_in("sato")
    assert "有高の表（holdings）がありません" in told(client.get("/wallets/"))
    assert "policies.toml がない" in told(client.get("/insurance/"))


def test_law_is_shown_on_a_day_and_between_two_days(desk: Desk, log_in: LogIn) -> None:
    """What is undecided says so, an edition is chosen by its day, a change is said in words."""
    assert desk.folder.is_dir()
    client = log_in("tanaka")
    page = told(client.get("/rulebooks/?on=2026-11-20"))
    for name in shipped().rulebooks:
        assert f'href="/rulebooks/{name}/?on=2026-11-20"' in page
        one = client.get(f"/rulebooks/{name}/")
        assert one.status_code == 200
    assert "未定" in told(client.get("/rulebooks/jp-2026-law/?on=2026-11-20"))
    changes = told(client.get("/rulebooks/jp-psa/?first=2026-01-01&second=2028-01-01"))
    assert "2027-07-22 から、" in changes
    assert "相違はありません" in told(client.get("/rulebooks/jp-psa/?first=2026-01-01&second=2026-01-02"))
    assert "この日には施行されていません" in told(client.get("/rulebooks/jp-psa/?on=2028-01-01"))
    assert date(2027, 7, 22) in editions_of(shipped().rulebooks["jp-psa"])
    for path in ("/rulebooks/?on=yesterday", "/rulebooks/jp-psa/?first=2026-13-01&second=x"):
        assert client.get(path).status_code == 422


def test_the_pack_says_when_a_wallet_was_last_looked_at(desk: Desk, log_in: LogIn) -> None:
    """A moment counts on the exchange's own clock, and the oldest of several wallets is what is shown."""
    first = desk.store.place("packs", next(desk.book.rows(CloseDone)).pack)
    further_close(desk, "2026-11-24")
    place = desk.store.place("packs", list(desk.book.rows(CloseDone))[1].pack)
    place.mkdir()
    (place / "exchange.toml").write_bytes((first / "exchange.toml").read_bytes())
    rows = ["W-1,BTC,1,customer,cold,self,2026-11-20T16:00:00+00:00", "W-2,BTC,2,customer,cold,self,2026-11-22"]
    head = "holding,asset,amount,owner,tier,keeper,observed_at"
    (place / "holdings.csv").write_text("\n".join([head, *rows, "W-3,JPY,5,own,bank,b,"]), encoding="utf-8")
    page = told(log_in("sato").get("/wallets/"))
    assert '<span class="badge warning">3</span>' in page
    assert re.search(r'銀行預金</td><td>b</td><td class="numeric">1</td>.*?<td class="numeric">–</td>', page, re.DOTALL)


def test_the_next_day_to_close_is_a_business_day_in_japan() -> None:
    """A Friday before a holiday on Monday leads to Tuesday; days that wait are counted."""
    assert next_day(date(2026, 11, 20), date(2026, 11, 20)).day == date(2026, 11, 24)
    assert next_day(date(2026, 11, 20), date(2026, 11, 24)).waiting == 0
    assert next_day(date(2026, 11, 20), date(2026, 11, 26)).waiting == 2
    assert next_day(date(2020, 1, 1), date(2026, 11, 26)).waiting == 400


def test_words_of_a_finding_are_no_links() -> None:
    """Text in a report that looks like a link to a figure stays text."""
    part = element("p", 'see href="#figure-x" <a>')
    assert "<a" not in placed(part, 1)
