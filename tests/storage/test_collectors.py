"""Files and markets asked, the settings of sources, and a pack that is filled by them."""

import json
import sys
from pathlib import Path

import pytest
from chain_nodes import ADDRESS, AT, OTHER, wanted

from hikiate.facts.exchange import Asset, Exchange
from hikiate.facts.pack import Pack, read_pack
from hikiate.facts.tables import Holding
from hikiate.kernel.findings import Refused
from hikiate.storage.collectors.answers import Answer, Behind, NoAnswer, Quoted, Stated, Wanted
from hikiate.storage.collectors.bitcoin import BitcoinCoreSource, ElectrumSource
from hikiate.storage.collectors.collecting import collect, wanted_of
from hikiate.storage.collectors.evm import EvmSource
from hikiate.storage.collectors.json_rpc import Node
from hikiate.storage.collectors.markets import MarketSource
from hikiate.storage.collectors.papers import BankSource, CustodianSource
from hikiate.storage.collectors.sources import sources
from hikiate.storage.packs import open_pack
from hikiate.storage.workspace.settings import Reader, read_settings

CUSTODY = "Account,Coin,Balance,Date\nA-1,BTC,1.5,2026-10-01\nA-2,BTC,2,2026-10-01T23:00:00+09:00\nother,BTC,x,y\n"


def test_a_custodian_s_file_under_its_own_names(tmp_path: Path) -> None:
    """Columns and holdings are told by the settings; holdings that are not named are left out."""
    (tmp_path / "custody-2026-10-01.csv").write_text(CUSTODY, encoding="utf-8")
    columns = {"holding": "Account", "asset": "Coin", "amount": "Balance", "as_of": "Date"}
    holdings = {"A-1": "vault", "A-2": "vault-2"}
    source = CustodianSource("cust", tmp_path, "custody-{day}.csv", columns, holdings)
    assert source.ask(wanted()).stated == (
        Stated("vault", "BTC", "1.5", "2026-10-01", "cust"),
        Stated("vault-2", "BTC", "2", "2026-10-01T23:00:00+09:00", "cust"),
    )
    for other in (
        CustodianSource("cust", tmp_path, "custody-{day}.csv", columns, {}),
        CustodianSource("cust", tmp_path, "custody-{day}.csv", {}, {}),
        CustodianSource("cust", tmp_path, "none.csv", {}, {}),
    ):
        with pytest.raises(NoAnswer):
            other.ask(wanted())


def _camt(closing: str, side: str = "CRDT") -> str:
    return f"""<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<Stmt><Id>S</Id><Acct><Id><Othr><Id>7654321</Id></Othr></Id></Acct><Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp>
<Amt Ccy="JPY">{closing}</Amt><CdtDbtInd>{side}</CdtDbtInd><Dt><Dt>2026-10-01</Dt></Dt></Bal></Stmt>
<Stmt><Id>T</Id><Acct><Id><Othr><Id>other</Id></Othr></Id></Acct></Stmt></BkToCstmrStmt></Document>"""


def test_a_bank_s_closing_balance(tmp_path: Path) -> None:
    """Of the accounts that are named; an overdrawn account and a file that is none give no answer."""
    source = BankSource("bank", tmp_path, "*.xml", {"7654321": "trust-1"})
    (tmp_path / "a.xml").write_text(_camt("123456789012345.00"), encoding="utf-8")
    (stated,) = source.ask(wanted()).stated
    assert (stated.holding, stated.asset, stated.as_of) == ("trust-1", "JPY", "2026-10-01")
    for content in (_camt("5", "DBIT"), "nothing"):
        (tmp_path / "a.xml").write_text(content, encoding="utf-8")
        with pytest.raises(NoAnswer):
            source.ask(wanted())


def bitstamp(path: str, closes: list[tuple[int, str]]) -> object:
    """An exchange's own API, as far as ccxt asks it."""
    if "ohlc" in path:
        rows = [
            {"timestamp": str(int(AT.timestamp()) + seconds), "open": "1", "high": "1", "low": "1", "close": close,
             "volume": "1"}
            for seconds, close in closes
        ]  # fmt: skip
        return {"data": {"pair": "BTC/JPY", "ohlc": rows}}
    if "markets" in path:
        return [
            {"name": "BTC/JPY", "market_symbol": "btcjpy", "base_currency": "BTC", "base_decimals": 8,
             "counter_currency": "JPY", "counter_decimals": 0, "minimum_order_value": "1000", "trading": "Enabled",
             "instant_order_counter_decimals": 0, "instant_and_market_orders": "Enabled", "market_type": "SPOT",
             "description": "Bitcoin / yen"}
        ]  # fmt: skip
    return []


@pytest.mark.parametrize(
    ("closes", "wanted_price"),
    [
        ([(-180, "15000000.1"), (-60, "15000000.123456789"), (0, "99")], "15000000.123456789"),
        ([(-3000, "1")], None),
        ([(0, "1")], None),
        ([(-60, "dear")], None),
    ],
)
def test_prices_through_ccxt(closes: list[tuple[int, str]], wanted_price: str | None) -> None:
    """The text of the last minute that had ended; an old one is late, and none is made up."""
    import http.server  # noqa: PLC0415 - beside its only use
    import threading  # noqa: PLC0415 - as above

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            raw = json.dumps(bitstamp(self.path, closes)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    api = f"http://127.0.0.1:{server.server_port}/api"
    settings = {"urls": {"api": {"public": api, "private": api}}, "enableRateLimit": False}
    source = MarketSource("bitstamp", "bitstamp", ("BTC/JPY",), settings=settings)
    try:
        if wanted_price is None:
            with pytest.raises((Behind, NoAnswer)):
                source.ask(wanted())
        else:
            (quoted,) = source.ask(wanted()).quoted
            assert quoted == Quoted("2026-10-01T23:59:59+09:00", "BTC", "JPY", wanted_price, "bitstamp")
    finally:
        server.shutdown()
        server.server_close()


def test_a_market_that_cannot_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exchange nobody knows, one that is not there, and no ccxt."""
    with pytest.raises(NoAnswer, match="does not know"):
        MarketSource("x", "nowhere", ()).ask(wanted())
    nowhere = {"urls": {"api": {"public": "http://127.0.0.1:1", "private": "http://127.0.0.1:1"}}}
    with pytest.raises(NoAnswer):
        MarketSource("x", "bitstamp", ("BTC/JPY",), settings=nowhere).ask(wanted())
    monkeypatch.setitem(sys.modules, "ccxt", None)
    with pytest.raises(NoAnswer, match="not installed"):
        MarketSource("x", "bitstamp", ()).ask(wanted())


EXCHANGE = """name = "Aoba"
registration = "0"
jurisdiction = "JP"
reporting_currency = "JPY"
fiscal_year_start = "04-01"
snapshot_at = 2026-10-01T23:59:59+09:00
rulebooks = ["jp-psa"]
[assets.JPY]
scale = 0
kind = "fiat"
[assets.BTC]
scale = 8
kind = "crypto"
"""
SETTINGS = """[[source]]
kind = "custodian-csv"
name = "one"
file = "one.csv"
[[source]]
kind = "custodian-csv"
name = "two"
file = "two.csv"
[[source]]
kind = "camt"
name = "bank"
file = "none.xml"
[source.accounts]
1 = "trust"
"""


def test_a_pack_is_filled_and_what_was_wrong_is_told_by_the_close(tmp_path: Path) -> None:
    """Sources that disagree are both there; a silent one is named; the pack reads, and keeps what was found."""
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "exchange.toml").write_text(EXCHANGE, encoding="utf-8")
    for name, amount in (("one", "1.50"), ("two", "1.4")):
        text = f"holding,asset,amount,as_of\ncold,BTC,{amount},2026-10-01\n"
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "hikiate.toml").write_text(SETTINGS, encoding="utf-8")
    asked = sources(read_settings(tmp_path).sources, Reader(tmp_path))
    told: list[str] = []
    rows, found = collect(read_pack(open_pack(folder)), folder, asked, told.append)
    assert (rows, told) == ({"statements": 2}, ["one", "two", "bank"])
    assert [finding.code for finding in found] == ["collect.silent", "collect.disagree"]
    pack = read_pack(open_pack(folder))
    assert [(row.source, row.amount) for row in pack.statements or ()] == [("one", 150_000_000), ("two", 140_000_000)]
    assert [finding.code for finding in pack.import_findings] == ["collect.silent", "collect.disagree"]
    with pytest.raises(Refused):
        collect(pack, folder, asked, told.append)
    (folder / "statements.csv").unlink()
    (tmp_path / "two.csv").write_text("holding,asset,amount,as_of\ncold,XRP,1,2026-10-01\n", encoding="utf-8")
    (tmp_path / "one.csv").write_text("holding,asset,amount,as_of\ncold,BTC,0.123456789,2026-10-01\n", encoding="utf-8")
    rows, found = collect(pack, folder, asked, told.append)
    assert (rows, [finding.code for finding in found]) == ({}, ["collect.silent"] * 3)
    assert len(read_pack(open_pack(folder)).import_findings) == 5


def test_a_late_source_is_a_finding_of_its_own(tmp_path: Path) -> None:
    """Behind, and not silent."""

    class Late:
        name = "node"

        def ask(self, _wanted: Wanted) -> Answer:
            raise Behind("block 7")

    (tmp_path / "exchange.toml").write_text(EXCHANGE, encoding="utf-8")
    (finding,) = collect(read_pack(open_pack(tmp_path)), tmp_path, [Late()], lambda _name: None)[1]
    assert (finding.code, finding.en.found) == ("collect.late", "it stands at block 7")


def test_a_holding_is_asked_about_where_every_row_of_it_has_an_address() -> None:
    """The sum of a part would be no statement of the whole."""
    exchange = Exchange("A", "0", "JP", "JPY", "04-01", AT, (), {"BTC": Asset("BTC", 8, "crypto")})

    def row(number: int, holding: str, address: str | None) -> Holding:
        return Holding(number, holding, "BTC", 1, "customer", "cold", "self", address, None)

    held = (row(2, "a", ADDRESS), row(3, "a", OTHER), row(4, "b", ADDRESS), row(5, "b", None), row(6, "a", ADDRESS))
    asked = wanted_of(Pack(exchange, "0" * 64, {}, holdings=held))
    assert asked.addresses == {("a", "BTC"): (ADDRESS, OTHER)}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('kind = "other"\nname = "a"', 1),
        ('kind = "evm"\nname = "a"\nurl = "http://example.jp/"', 3),
        ('kind = "evm"\nname = "a"\nchain_id = 1\nassets = 1', 2),
        ('kind = "electrum"\nname = "a"\nhost = "example.jp"\nplain = true', 1),
        ('kind = "custodian-csv"\nname = "a"\nfile = "f"\n[source.columns]\nother = "x"', 1),
        ('kind = "ccxt"\nname = "a"\nexchange = "bitstamp"\nmarkets = "BTC/JPY"', 1),
        (
            "\n[[source]]\n".join(['kind = "camt"\nname = "a"\nfile = "f"\naccounts = {}'] * 2),
            1,
        ),
    ],
)
def test_a_source_that_cannot_be_read_is_refused(tmp_path: Path, text: str, count: int) -> None:
    """Every fault at once, and no address among them."""
    (tmp_path / "hikiate.toml").write_text(f"[[source]]\n{text}\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        sources(read_settings(tmp_path).sources, Reader(tmp_path))
    assert len(refused.value.faults) == count


def test_sources_of_every_kind_are_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what stands in the settings, in the environment and in files."""
    monkeypatch.setenv("NODE", "https://node.example/key-of-ours")
    (tmp_path / "password").write_text("a password of the node\n", encoding="utf-8")
    (tmp_path / "hikiate.toml").write_text(
        """[[source]]
kind = "evm"
name = "a"
url_env = "NODE"
chain_id = 1
[source.assets]
ETH = "native"
[[source]]
kind = "bitcoin-core"
name = "b"
url = "http://127.0.0.1:8332/"
user = "u"
password_file = "password"
[[source]]
kind = "electrum"
name = "c"
host = "electrum.example"
[[source]]
kind = "ccxt"
name = "d"
exchange = "bitstamp"
markets = ["BTC/JPY"]
""",
        encoding="utf-8",
    )
    evm, bitcoin, server, market = sources(read_settings(tmp_path).sources, Reader(tmp_path))
    assert evm == EvmSource("a", Node("https://node.example/key-of-ours"), 1, 12, {"ETH": "native"})
    assert bitcoin == BitcoinCoreSource("b", Node("http://127.0.0.1:8332/", "u", b"a password of the node"), "BTC")
    assert server == ElectrumSource("c", "electrum.example", 50002, secure=True, asset="BTC")
    assert market == MarketSource("d", "bitstamp", ("BTC/JPY",))
