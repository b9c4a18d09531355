"""Sources asked for real: an Ethereum node, servers that speak as Bitcoin Core and Electrum do, files, a market."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from chain_nodes import RpcError, anvil, anvil_command, contract_code, electrum, ethereum, serving

from hikiate.facts.exchange import Asset, Exchange
from hikiate.facts.pack import Pack, read_pack
from hikiate.facts.tables import Holding
from hikiate.kernel.findings import Refused
from hikiate.storage.collectors.answers import Answer, Behind, NoAnswer, Quoted, Stated, Wanted
from hikiate.storage.collectors.bitcoin import BitcoinCoreSource, ElectrumSource, script_hash
from hikiate.storage.collectors.collecting import collect, wanted_of
from hikiate.storage.collectors.evm import NATIVE, EvmSource
from hikiate.storage.collectors.json_rpc import Node
from hikiate.storage.collectors.markets import MarketSource
from hikiate.storage.collectors.papers import BankSource, CustodianSource
from hikiate.storage.collectors.sources import sources
from hikiate.storage.packs import open_pack
from hikiate.storage.workspace.settings import Reader, read_settings

AT = datetime.fromisoformat("2026-10-01T23:59:59+09:00")
ADDRESS = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
OTHER = "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"
STRANGER = "0x00000000000000000000000000000000000000aa"


def wanted(at: datetime = AT, **addresses: tuple[str, ...]) -> Wanted:
    """A snapshot with addresses by ASSET_holding."""
    places = {(name.partition("_")[2], name.partition("_")[0]): given for name, given in addresses.items()}
    return Wanted(at, {"BTC": 8, "ETH": 18, "USDC": 6, "JPY": 0}, places)


@pytest.fixture(params=["eth-tester", "anvil"])
def node(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Node]:
    """A real Ethereum node on this machine."""
    if request.param == "anvil" and anvil_command() is None:
        pytest.skip("needs Foundry's anvil: none is on the path, and HIKIATE_ANVIL names none")
    with ethereum() if request.param == "eth-tester" else anvil(tmp_path) as url:
        yield Node(url)


def test_ether_and_tokens_at_a_block_of_a_real_node(node: Node) -> None:
    """As they stood at the last block up to the snapshot, whatever moved since; deep enough, and of the right chain."""
    sender, holder = node.call("eth_accounts")[:2]
    head = [node.call("eth_blockNumber"), False]
    begun = int(node.call("eth_getBlockByNumber", *head)["timestamp"], 16)
    sent = node.call("eth_sendTransaction", {"from": sender, "data": contract_code(STRANGER, 12_345_678)})
    while (receipt := node.call("eth_getTransactionReceipt", sent)) is None:
        continue
    contract = receipt["contractAddress"]
    node.call("eth_sendTransaction", {"from": sender, "to": STRANGER, "value": hex(10**18 + 1)})
    snapshot = datetime.fromtimestamp(begun + 5000, UTC)
    node.call("evm_mine", begun + 4000)
    last = int(node.call("eth_blockNumber"), 16)
    for late in (6000, 7000, 8000):
        node.call("evm_mine", begun + late)
    node.call("eth_sendTransaction", {"from": sender, "to": STRANGER, "value": hex(7)})
    chain = int(node.call("eth_chainId"), 16)
    source = EvmSource("mainnet", node, chain, 3, {"ETH": NATIVE, "USDC": contract})
    asked = wanted(snapshot, ETH_cold=(STRANGER,), USDC_cold=(STRANGER, holder), BTC_cold=(ADDRESS,))
    stated = source.ask(asked).stated
    assert [(one.holding, one.asset, one.amount) for one in stated] == [
        ("cold", "ETH", "1.000000000000000001"),
        ("cold", "USDC", "12.345678"),
    ]
    assert {one.source for one in stated} == {f"mainnet@{last}"}
    assert datetime.fromisoformat(stated[0].as_of) <= snapshot
    with pytest.raises(Behind):
        EvmSource("mainnet", node, chain, 99, {"ETH": NATIVE}).ask(asked)
    with pytest.raises(Behind):
        source.ask(wanted(snapshot + timedelta(days=9)))
    for other in (
        EvmSource("m", node, chain + 1, 3, {"ETH": NATIVE}),
        EvmSource("m", node, chain, 3, {"USDC": STRANGER}),
        EvmSource("m", Node("http://127.0.0.1:1/"), chain, 3, {}),
    ):
        with pytest.raises(NoAnswer):
            other.ask(asked)
    with pytest.raises(NoAnswer, match="no block up to then"):
        source.ask(wanted(datetime(2001, 1, 1, tzinfo=UTC)))


def _chain(method: str, given: list[Any], changes: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    """A chain of two blocks, an hour before and after the snapshot, as a node may spoil it."""
    times = [int((AT + timedelta(hours=hours)).timestamp()) for hours in (-1, 1)]
    if method in changes:
        found = changes[method]
        return found(given) if callable(found) else found
    match method, given:
        case "eth_chainId", _:
            return "0x1"
        case "eth_blockNumber", _:
            return "0x1"
        case "eth_getBlockByNumber", [number, _]:
            place = int(number, 16)
            return {"number": number, "timestamp": hex(times[place]), "hash": f"0x{place}"}
        case "eth_getBalance", _:
            return "0x5"
    return hex(255)


@pytest.mark.parametrize(
    "changes",
    [
        {"eth_getBalance": "0x"},
        {"eth_getBalance": 5},
        {"eth_getBlockByNumber": None},
        {"eth_call": "0xff"},
        {"eth_chainId": b"not JSON"},
        {"eth_chainId": b"[1"},
        {"eth_chainId": b'{"id": 7, "result": "0x1"}'},
        {"eth_chainId": b'{"id": 0}'},
        {"eth_chainId": b'{"id": 0, "error": "no"}'},
    ],
)
def test_a_node_that_answers_nonsense_gives_no_answer(changes: dict[str, Any]) -> None:
    """No quantity, no block, a token of 255 decimals, no JSON, another call's answer."""
    with serving(lambda method, given: _chain(method, given, changes)) as url:
        source = EvmSource("m", Node(url), 1, 0, {"ETH": NATIVE, "USDC": STRANGER})
        with pytest.raises(NoAnswer):
            source.ask(wanted(ETH_a=(STRANGER, STRANGER), USDC_a=(STRANGER,)))


def test_a_block_that_is_replaced_meanwhile_gives_no_answer() -> None:
    """The hash is asked again at the end."""
    asked = []

    def block(given: list[Any]) -> object:
        asked.append(given)
        found = _chain("eth_getBlockByNumber", given, {})
        return {**found, "hash": f"0x{len(asked)}"}

    changes = {"eth_getBlockByNumber": block}
    with (
        serving(lambda method, given: _chain(method, given, changes)) as url,
        pytest.raises(NoAnswer, match="replaced"),
    ):
        EvmSource("m", Node(url), 1, 0, {"ETH": NATIVE}).ask(wanted(ETH_a=(STRANGER,)))


def core(method: str, given: list[Any], *, amount: object = "1.50000000", hours: int = -1, success: bool = True) -> Any:  # noqa: ANN401 - JSON
    """A node of Bitcoin Core, which writes amounts as JSON numbers."""
    if method == "scantxoutset":
        assert given == ["start", [f"addr({ADDRESS})"]]
        scan = {"success": success, "height": 900_000, "bestblock": "00ab", "total_amount": "AMOUNT"}
        return json.dumps({"id": 0, "result": scan}).replace('"AMOUNT"', str(amount)).encode()
    assert (method, given) == ("getblockheader", ["00ab"])
    return {"time": int((AT + timedelta(hours=hours)).timestamp())}


def test_bitcoin_core_states_what_is_confirmed_at_its_tip() -> None:
    """To the satoshi; another asset is not asked about."""
    with serving(core) as url:
        answer = BitcoinCoreSource("core", Node(url, "u", b"p"), "BTC").ask(wanted(BTC_cold=(ADDRESS,), ETH_x=("0x",)))
    assert answer == Answer((Stated("cold", "BTC", "1.5", "2026-10-01T22:59:59+09:00", "core@900000"),))


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ({"amount": '"1e5"'}, NoAnswer),
        ({"amount": "null"}, NoAnswer),
        ({"success": False}, NoAnswer),
        ({"hours": 1}, NoAnswer),
        ({"hours": -4}, Behind),
    ],
)
def test_bitcoin_core_that_is_late_or_odd(how: dict[str, Any], error: type[Exception]) -> None:
    """An amount that is none, a scan that failed, a tip after the snapshot or long before it."""
    with serving(lambda method, given: core(method, given, **how)) as url, pytest.raises(error):
        BitcoinCoreSource("core", Node(url), "BTC").ask(wanted(BTC_cold=(ADDRESS,)))


HASHES = {script_hash(ADDRESS): 5, script_hash(OTHER): 100_000_000}


def tip(hours: int = -1) -> dict[str, Any]:
    """A header whose time is so many hours from the snapshot."""
    seconds = int((AT + timedelta(hours=hours)).timestamp())
    return {"height": 900_000, "hex": (bytes(68) + seconds.to_bytes(4, "little") + bytes(8)).hex()}


def electrs(method: str, given: list[Any], **changes: Any) -> Any:  # noqa: ANN401 - JSON
    """An Electrum server."""
    if method in changes:
        return changes[method]
    match method:
        case "server.version":
            return ["server", "1.4"]
        case "blockchain.headers.subscribe":
            return tip()
        case _:
            return {"confirmed": HASHES[given[0]], "unconfirmed": 9}


def test_an_electrum_server_states_what_is_confirmed_at_its_tip() -> None:
    """By the digest of the script, of several addresses together; the protocol's own example of an address."""
    assert script_hash("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa") == (
        "8b01df4e368ea28f8dc0423bcf7a4923e3a12d307c875e47a0cfbf90b5c39161"
    )
    with electrum(electrs) as port:
        answer = ElectrumSource("e", "127.0.0.1", port, secure=False, asset="BTC").ask(
            wanted(BTC_cold=(ADDRESS, OTHER))
        )
    assert answer.stated == (Stated("cold", "BTC", "1.00000005", "2026-10-01T22:59:59+09:00", "e@900000"),)


@pytest.mark.parametrize(
    ("method", "answer"),
    [
        ("server.version", "hang up"),
        ("blockchain.headers.subscribe", {"height": 1, "hex": "00"}),
        ("blockchain.headers.subscribe", {"height": 1, "hex": "xx"}),
        ("blockchain.headers.subscribe", {"height": 1}),
        ("blockchain.scripthash.get_balance", {"confirmed": -1}),
        ("blockchain.scripthash.get_balance", {"confirmed": "1"}),
        ("blockchain.scripthash.get_balance", b"nonsense"),
        ("blockchain.scripthash.get_balance", b'{"id": 3, "error": {"code": 1}}'),
    ],
)
def test_an_electrum_server_that_answers_nonsense(method: str, answer: object) -> None:
    """Or hangs up, or is not there, or speaks no TLS, or is asked about what is no address."""
    with electrum(lambda name, given: electrs(name, given, **{method: answer})) as port:
        source = ElectrumSource("e", "127.0.0.1", port, secure=False, asset="BTC")
        with pytest.raises(NoAnswer):
            source.ask(wanted(BTC_cold=(ADDRESS,)))
    for one in (source, ElectrumSource("e", "127.0.0.1", 1, secure=True, asset="BTC")):
        with pytest.raises(NoAnswer):
            one.ask(wanted(BTC_cold=("nobody",)))
    with pytest.raises(NoAnswer, match="an address"):
        script_hash("nobody")


def test_tls_is_asked_of_an_electrum_server() -> None:
    """One that speaks none is not believed."""
    with electrum(electrs) as port, pytest.raises(NoAnswer):
        ElectrumSource("e", "127.0.0.1", port, secure=True, asset="BTC").ask(wanted())


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


def test_a_node_that_refuses_or_answers_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the call, and more bytes than a node has to say."""

    def refusing(_method: str, _given: list[Any]) -> object:
        raise RpcError("no")

    with serving(refusing) as url, pytest.raises(NoAnswer, match="error -32000"):
        Node(url).call("x")
    monkeypatch.setattr("hikiate.storage.collectors.json_rpc.BYTES_MAX", 4)
    with serving(lambda _method, _given: "long") as url, pytest.raises(NoAnswer, match="more than 4 bytes"):
        Node(url).call("x")
