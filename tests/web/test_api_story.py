"""The whole work of a firm through the API: a day handed in and closed, an incident from its opening to its end."""

import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from callers import Caller, admin, codes, new_token

from hikiate.desk.desks import Desk
from hikiate.operations.workspace.people import set_limit
from hikiate.storage.results import read_result

sys.path.append(str(Path(__file__).parent.parent / "cli"))
from incident_papers import LOSS, determination, settlement

PAYMENTS = 3
PACK = Path("packs") / "2026-11-20"


@pytest.fixture
def maker(any_desk: Desk) -> Caller:
    """A system of sato, who makes."""
    return Caller(new_token(any_desk, "sato"))


@pytest.fixture
def checker(any_desk: Desk) -> Caller:
    """A system of suzuki, who checks up to a limit."""
    with any_desk.book.unit() as unit:
        set_limit(unit, admin(), "approver", "JPY", ("1000000", "1000000"))
    return Caller(new_token(any_desk, "suzuki"))


def pack_files(desk: Desk) -> list[tuple[str, str, bytes]]:
    """The files of the office's pack, as of the day after."""
    files = {path.name: path.read_bytes() for path in (desk.folder / PACK).iterdir()}
    exchange = files["exchange.toml"].replace(b"2026-11-20T23:59:59", b"2026-11-20T23:59:58")
    assert exchange != files["exchange.toml"]
    return [("files", name, exchange if name == "exchange.toml" else content) for name, content in files.items()]


def test_a_day_is_handed_in_and_closed(any_desk: Desk, maker: Caller) -> None:
    """Its figures are explained, its findings given to somebody and closed with evidence."""
    taken = maker.send("/packs", pack_files(any_desk))
    assert taken.status_code == 201, taken.content
    pack = taken.json()["pack"]
    assert {file["name"] for file in taken.json()["files"]} >= {"exchange.toml", "balances.csv"}
    closed = maker.post("/closes", {"pack": pack, "rulebooks": ["jp-psa", "jp-2026-reported"]})
    assert closed.status_code == 201, closed.content
    close = closed.json()["close"]
    assert any_desk.store.place("results", close).is_file()
    assert not (any_desk.folder / "uploads" / pack).exists()
    assert [row["close"] for row in maker.get("/closes").json()["rows"]][-1] == close
    shown = maker.get(f"/closes/{close}").json()
    assert (shown["verdict"], shown["pack"]) == (closed.json()["verdict"], pack)
    explained = maker.get(f"/closes/{close}/figures/reserve.shortfall").json()
    assert explained["figure"]["unit"] == "JPY"
    assert {"reserve.required", "reserve.held"} <= {figure["name"] for figure in explained["reached_from"]}
    assert "不足" in explained["ja"]
    found = maker.get("/findings").json()["rows"]
    number = found[0]["finding"]
    assert maker.post(f"/findings/{number}/assignment", {"owner": "sato", "business_days": 2}).status_code == 201
    assert maker.get("/findings").json()["rows"][0]["owner"] == "sato"
    ended = maker.send(f"/findings/{number}/closing", [("evidence", "shot.png", b"\x89PNG")], {"words": "topped up"})
    assert ended.status_code == 201, ended.content
    assert number not in [row["finding"] for row in maker.get("/findings").json()["rows"]]


def test_an_incident_is_carried_to_its_end(any_desk: Desk, maker: Caller, checker: Caller, tmp_path: Path) -> None:
    """Opened, determined, funded, approved by another, paid out, settled; the journal balances throughout."""
    assert maker.post("/incidents", {"content": LOSS}).json() == {"incident": "theft", "already": False}
    folder = tmp_path / "determination"
    determination(folder, PAYMENTS)
    files = [("files", path.name, path.read_bytes()) for path in folder.iterdir()]
    request = maker.send("/incidents/theft/determinations", files).json()["number"]
    assert codes(maker.post("/incidents/theft/batches", {"asset": "JPY"})) == ["payout.batch"]
    assert checker.post(f"/requests/{request}/approval", {"words": "ok"}).json()["state"] == "approved"
    drawn = maker.post("/incidents/theft/draws", {"source": "own_funds", "asset": "JPY", "amount": "3000"})
    checker.post(f"/requests/{drawn.json()['number']}/approval")
    batch = maker.post("/incidents/theft/batches", {"asset": "JPY"}).json()
    assert (batch["payments"], batch["amount"]) == (PAYMENTS, "3000")
    assert maker.get("/incidents/theft/batches/1/payout-file").status_code == 404
    assert maker.post("/incidents/theft/batches/1/release").status_code == 422
    checker.post(f"/requests/{batch['request']}/approval")
    released = maker.post("/incidents/theft/batches/1/release").json()
    assert not [*(any_desk.folder / "payouts").glob("*")], "nothing is handed over before the decision stands"
    file = maker.get("/incidents/theft/batches/1/payout-file")
    payout = tmp_path / "payout.csv"
    payout.write_bytes(b"".join(file.streaming_content))
    assert payout.read_text(encoding="utf-8").splitlines()[-1] == f"end,,,{PAYMENTS},,,3000"
    assert file.headers["ETag"] == f'"{released["file"]}"'
    settled = tmp_path / "settled.csv"
    settlement(payout, settled, returned=("K0002",))
    taken = maker.send("/incidents/theft/batches/1/settlements", [("file", "from bank.csv", settled.read_bytes())])
    assert taken.json() == {"made": "payments", "number": PAYMENTS, "already": False}
    rows = maker.get("/incidents/theft/payments").json()["rows"]
    assert [row["outcome"] for row in rows if row["status"] == "payable"] == ["paid", "returned", "paid"]
    aside = maker.post("/incidents/theft/payments/K0002/setting-aside", {"reason": "no account"})
    assert aside.status_code == 201
    assert maker.post("/incidents/theft/closing", {"words": "done"}).status_code == 201
    shown = maker.get("/incidents/theft").json()
    assert (shown["state"], shown["paid"], shown["set_aside"], shown["waiting"]) == ("closed", 2, 1, [])
    assert set(_sums(maker).values()) == {0}
    assert _views(any_desk) == {"payout_file", "payments"}


def test_money_that_comes_in_is_entered_once(any_desk: Desk, maker: Caller) -> None:
    """A claim and its payment, by their references; what is asked of the reserve waits for others."""
    assert any_desk.folder.is_dir()
    maker.post("/incidents", {"content": LOSS})
    money = {"source": "insurance", "asset": "JPY", "amount": "500", "reference": "INS-1"}
    entry = maker.post("/incidents/theft/claims", money).json()
    assert maker.post("/incidents/theft/claims", money).json() == {**entry, "already": True}
    assert maker.post("/incidents/theft/recoveries", money).status_code == 201
    asked = maker.post("/reserve/provisions", {"asset": "JPY", "amount": "100"}).json()
    assert (asked["made"], asked["already"]) == ("request", False)
    assert maker.post("/reserve/releases", {"asset": "JPY", "amount": "1", "rulebook": "jp-psa"}).status_code == 422
    correction = maker.post(f"/journal/{entry['number']}/correction", {"reason": "wrong incident"}).json()
    waiting = maker.get("/requests?state=open").json()["rows"]
    assert [row["request"] for row in waiting] == [asked["number"], correction["number"]]
    assert maker.get(f"/requests/{asked['number']}").json()["amounts"] == [{"asset": "JPY", "amount": "100"}]
    postings = maker.get(f"/journal/{entry['number']}/postings").json()["rows"]
    assert [(row["debit"], row["amount"]) for row in postings] == [("insurance_receivable", "500")]


def test_pages_follow_each_other_by_key(any_desk: Desk, maker: Caller) -> None:
    """Every row once, in order, and a cursor of another list is refused."""
    close = maker.get("/closes/latest").json()["close"]
    read: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page: Any = maker.get(f"/closes/latest/figures?limit=60{cursor and f'&cursor={cursor}'}").json()
        read += [row["name"] for row in page["rows"]]
        cursor = page["next"]
    assert read == list(read_result(any_desk.store.place("results", close)).figures)
    foreign = maker.get("/closes/latest/figures?limit=1").json()["next"]
    assert codes(maker.get(f"/journal?cursor={foreign}")) == ["input.wrong_value"]


def _sums(caller: Caller) -> dict[str, Decimal]:
    """Debits less credits of each asset, over all accounts."""
    sums: dict[str, Decimal] = {}
    for row in caller.get("/balances").json()["rows"]:
        amount = Decimal(row["amount"]) if row["side"] == "debit" else -Decimal(row["amount"])
        sums[row["asset"]] = sums.get(row["asset"], Decimal(0)) + amount
    return sums


def _views(desk: Desk) -> set[str]:
    from hikiate.web.api.models import PersonalView  # noqa: PLC0415 - the tables are there once an office is open

    assert desk.folder.is_dir()
    return {view.what.partition(" ")[0] for view in PersonalView.objects.all()}
