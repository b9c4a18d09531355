"""The pages of the later rooms: estates, determinations and statements, inside information, transfers, trades."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from case_life import case_of
from django.test import Client
from incident_papers import OVERLAY
from office import CUSTOMERS
from test_cases import text_of
from test_console_closing import ended, make_next, told
from theft_papers import theft_papers

from hikiate.book.records import CloseDone
from hikiate.conduct.insiders.entering import following, opened
from hikiate.conduct.insiders.entries import FIELDS, moment_text
from hikiate.desk.days import close_day
from hikiate.desk.desks import Desk
from hikiate.desk.incidents import open_incident, take_determination
from hikiate.facts.example.incident import ASSET
from hikiate.operations.workspace import estates
from hikiate.operations.workspace.approvals import approve
from hikiate.operations.workspace.claim_steps import ClaimsDesk, Filing, Reason
from hikiate.operations.workspace.claims import state_of, states
from hikiate.operations.workspace.people import set_limit, set_roles
from hikiate.operations.workspace.ports import Act
from hikiate.storage.insider_register import insider_register_writer, open_insider_register
from hikiate.web.accounts.personal_views import views_before

LogIn = Callable[[str], Client]
CLAIMANT = "C0000042"


def act(seconds: int, who: str = "sato") -> Act:
    """Somebody acts, so many seconds after the office was made."""
    return Act(who, f"2026-11-21T00:{seconds // 60:02}:{seconds % 60:02}.000000Z")


def noted() -> list[tuple[str, str, str]]:
    """Who saw what names customers, the last view first."""
    return [(seen.by, seen.page, seen.subject) for seen in views_before(None, "", 100)]


@pytest.fixture
def estate(any_desk: Desk) -> Desk:
    """An office whose exchange failed: two claims filed, of which one was admitted in part."""
    with any_desk.book.unit() as unit:
        close = next(unit.rows(CloseDone))
        set_limit(unit, act(0), "approver", "BTC", ("1000", "1000"))
        set_roles(unit, act(1), "ito", ["viewer"])
        file = estates.EstateFile(
            "E-1", "jp-rehabilitation", date(2026, 11, 20), date(2026, 12, 31), None, [], "0" * 64
        )
        estates.open_estate(unit, act(2), file, estates.Ledger(close.pack, {"BTC": 400_000_000}), None)
        claims = ClaimsDesk(unit, act(3), "E-1", lambda _customer, _asset: 200_000_000)
        claims.file(Filing(CLAIMANT, "BTC", "2", date(2026, 11, 20), words="<b>2 BTC</b>"))
        claims.file(Filing("C0000043", "BTC", "1", date(2026, 11, 20), words="1 BTC"))
        asked = claims.examine(1, "1.5", "0", Reason("half a coin is another's", "1" * 64))
        approve(unit, act(4, "suzuki"), asked.number, "", any_desk.effects)
    return any_desk


def test_an_estate_stands_with_its_claims(estate: Desk, log_in: LogIn) -> None:
    """Counted for everybody, named for those who may see customers; an estate is an incident of a kind of its own."""
    viewer, auditor = log_in("ito"), log_in("tanaka")
    assert "民事再生手続" in text_of(viewer.get("/estates/"))
    page = text_of(viewer.get("/estates/E-1/"))
    assert "一部認容" in page
    assert "認容債権" in page
    assert CLAIMANT not in page
    assert viewer.get("/estates/E-1/claims/").status_code == 403
    assert viewer.get("/estates/E-2/").status_code == 404
    for path in ("/incidents/", "/incidents/E-1/"):
        assert "取引所の倒産" in text_of(viewer.get(path))
    listed = text_of(auditor.get("/estates/E-1/claims/"))
    assert CLAIMANT in listed
    assert "<b>2 BTC" not in listed
    assert "C0000043" not in text_of(auditor.get("/estates/E-1/claims/?state=admitted_in_part"))
    assert "該当する届出はありません" in text_of(auditor.get(f"/estates/E-1/claims/?customer={CLAIMANT}&after=1"))
    assert noted()[-1] == ("tanaka", "claims", "E-1")
    assert noted()[0] == ("tanaka", "claims", f"E-1 {CLAIMANT}")
    with estate.book.reading() as view:
        assert [(claim.claim, state) for claim, state in states(view, "E-1")] == [(1, "admitted_in_part"), (2, "filed")]
        assert all(state_of(view, claim) == state for claim, state in states(view, "E-1"))


def test_what_a_decision_sealed_about_claimants_is_withheld(estate: Desk, log_in: LogIn) -> None:
    """Whatever kind of record names a customer: it is shown to those alone who may see them, and noted."""
    with estate.book.reading() as view:
        head = view.decisions.number
    viewer, auditor = log_in("ito"), log_in("tanaka")
    trails = [f"/trail/{number}/" for number in range(head - 3, head + 1)]
    for path in ("/", "/approvals/", "/approvals/1/", "/trail/", "/incidents/E-1/", *trails):
        assert CLAIMANT not in text_of(viewer.get(path)), path
    assert noted() == []
    for path in ("/", "/approvals/", "/trail/"):
        assert CLAIMANT not in text_of(auditor.get(path)), path
    assert noted() == []
    assert any(CLAIMANT in text_of(auditor.get(path)) for path in trails)
    assert CLAIMANT in text_of(auditor.get("/approvals/1/"))
    assert {page for _, page, _ in noted()} == {"decision", "approval"}


def test_without_an_estate_or_a_register_the_pages_say_so(desk: Desk, log_in: LogIn) -> None:
    """And what would begin them."""
    assert desk.folder.is_dir()
    client = log_in("tanaka")
    assert "登録された財団はありません" in text_of(client.get("/estates/"))
    assert "hikiate insider open" in text_of(client.get("/insiders/"))
    assert client.get("/insiders/register").status_code == 404


def test_a_determination_is_handed_out_and_stated_to_a_customer(any_desk: Desk, log_in: LogIn, tmp_path: Path) -> None:
    """Its files are those that were taken in; a letter is made of them; each view is noted, under its customer."""
    papers = theft_papers(any_desk.folder / "packs", tmp_path / "papers", CUSTOMERS)
    open_incident(any_desk, act(0), papers.incident.read_bytes(), "incident.toml")
    take_determination(any_desk, act(1), "mihon-1", papers.determination)
    with any_desk.book.unit() as unit:
        set_roles(unit, act(2), "ito", ["viewer"])
    base, auditor, viewer = "/incidents/mihon-1/determinations/1/", log_in("tanaka"), log_in("ito")
    assert f'href="{base}"' in text_of(viewer.get("/incidents/mihon-1/"))
    assert "determination.csv" in text_of(viewer.get(base))
    assert "/files/" not in text_of(viewer.get(base))
    for path in (f"{base}files/determination.csv", f"{base}statement?customer=C0000001"):
        assert viewer.get(path).status_code == 403
    assert noted() == []
    sent = auditor.get(f"{base}files/determination.csv")
    assert b"".join(sent.streaming_content) == (papers.determination / "determination.csv").read_bytes()
    assert sent.headers["Content-Disposition"] == 'attachment; filename="mihon-1-1-determination.csv"'
    with (papers.determination / "determination.csv").open(encoding="utf-8") as stream:
        owed = next(csv.DictReader(stream))["customer"]
    assert auditor.get(f"{base}statement?customer={owed}&form=pdf").content.startswith(b"%PDF-")
    page = auditor.get(f"{base}statement?customer={owed}&form=html")
    assert owed in text_of(page)
    assert ASSET in text_of(page)
    assert "sandbox" in page.headers["Content-Security-Policy"]
    assert noted()[:3] == [("tanaka", "statement", f"mihon-1/1 {owed}")] * 2 + [
        ("tanaka", "determination", "mihon-1/1 determination.csv")
    ]
    assert auditor.get(f"{base}statement?customer=nobody").status_code == 422
    assert auditor.get(f"{base}statement").status_code == 422
    for strange in (
        f"{base}files/..%2Fsummary.json",
        f"{base}files/.lock",
        f"{base}statement?customer={owed}&form=doc",
    ):
        assert auditor.get(strange).status_code == 404
    assert auditor.get("/incidents/mihon-1/determinations/2/").status_code == 404


def test_a_determination_without_its_table_states_nothing(desk: Desk, log_in: LogIn, tmp_path: Path) -> None:
    """The page says what is missing."""
    case = case_of(desk, tmp_path / "papers")
    case.open()
    case.determine()
    page = text_of(log_in("tanaka").get("/incidents/theft/determinations/1/"))
    assert "paid.csv" in page
    assert "announcement.json を含めて取り込む" in page


def test_inside_information_is_for_those_who_watch_over_it(desk: Desk, log_in: LogIn) -> None:
    """Numbers on the page, names in the register alone, whose view is noted; a maker sees neither."""
    start = datetime(2026, 11, 16, tzinfo=UTC)
    folder = desk.store.folder / "insiders"
    open_insider_register(folder, opened("見本取引所", 2, start, "Compliance"))
    case = {"case": "C1", "fact": "listing", "assets": "XRP", "words": "w", "arose_at": moment_text(start)}
    person = {"case": "C1", "person": "p1", "given_names": "太郎", "surnames": "内部", "reason": "上場審査"}
    with insider_register_writer(folder) as writer:
        for hour, kind, values in ((1, "case", case), (2, "listed", person | {"obtained_at": moment_text(start)})):
            fields = dict.fromkeys(FIELDS[kind], "") | values
            writer.enter(following(writer.register, kind, start + timedelta(hours=hour), "Compliance", fields))
    assert log_in("sato").get("/insiders/").status_code == 403
    auditor = log_in("tanaka")
    page = text_of(auditor.get("/insiders/"))
    assert "未公表の案件" in page
    assert "内部 太郎" not in page
    assert noted() == []
    assert "太郎" in text_of(auditor.get("/insiders/register"))
    assert auditor.get("/insiders/register?form=pdf").content.startswith(b"%PDF-")
    assert noted() == [("tanaka", "insiders", "insiders")] * 2


def test_transfers_and_trades_are_looked_at(desk: Desk, log_in: LogIn) -> None:
    """Where the pack has their tables, for those who may see customers; the view is noted."""
    with desk.book.unit() as unit:
        set_roles(unit, act(0), "ito", ["viewer"])
    auditor = log_in("tanaka")
    assert "次の表がありません" in text_of(auditor.get("/analyses/"))
    pack = make_next(desk.folder)
    (pack / "withdrawals.csv").write_text(
        "withdrawal,requested_at,customer,asset,amount,address,wallet,purpose,warned_at,sent_at\n"
        "W1,2026-11-24T10:00:00+09:00,C0000001,BTC,0.001,bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq,unhosted,,,\n",
        encoding="utf-8",
    )
    (pack / "trades.csv").write_text(
        "id,executed_at,market,side,price,size,buyer,seller\n"
        "1,2026-11-24T10:00:00+09:00,BTC/JPY,buy,10000000,0.01,A1,A1\n",
        encoding="utf-8",
    )
    close_day(desk, pack, ((), ()), Act("sato", "2026-11-24T15:30:00.000000Z"))
    for name, said in (("transfers", "W1"), ("surveillance", "A1")):
        assert said in text_of(auditor.get(f"/analyses/{name}.ja.html")), name
        assert noted()[0] == ("tanaka", "paper", f"{name} 2026-11-24")
        assert log_in("ito").get(f"/analyses/{name}.ja.html").status_code == 403
        assert f"/analyses/{name}." not in text_of(log_in("ito").get("/analyses/"))


def test_a_day_is_closed_with_an_overlay(desk: Desk, log_in: LogIn) -> None:
    """One that stands below overlays of the workspace; it is kept, named by the close, and no other path is taken."""
    pack = make_next(desk.folder)
    (desk.folder / "overlays" / "lower.toml").write_text(OVERLAY, encoding="utf-8")
    (desk.folder / "overlays" / "linked.toml").symlink_to(desk.folder / "overlays" / "lower.toml")
    client = log_in("sato")
    assert "lower.toml" in told(client.get("/close/"))
    assert "linked.toml" not in told(client.get("/close/"))
    for strange in ("linked.toml", "../overlays/lower.toml", "none.toml"):
        refused = client.post("/close/", {"folder": pack.name, "overlay": strange})
        assert refused.status_code == 422
        assert "上書きファイル" in told(refused)
    shown = ended(client, client.post("/close/", {"folder": pack.name, "overlay": "lower.toml"}))
    assert shown.headers["Location"] == "/history/2/"
    assert [json.loads(close.overlays) for close in desk.book.rows(CloseDone)][1][0][0] == "lower.toml"
    assert "a rate of 1 %" in told(client.get("/history/2/figures/reserve.required/"))
