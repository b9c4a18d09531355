"""Chains asked for real: an Ethereum node on this machine, and servers that speak as Bitcoin Core and Electrum do."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from chain_nodes import (
    ADDRESS,
    AT,
    OTHER,
    RpcError,
    anvil,
    anvil_command,
    contract_code,
    electrum,
    ethereum,
    serving,
    wanted,
)

from hikiate.storage.collectors.answers import Answer, Behind, NoAnswer, Stated
from hikiate.storage.collectors.bitcoin import BitcoinCoreSource, ElectrumSource, script_hash
from hikiate.storage.collectors.evm import NATIVE, EvmSource
from hikiate.storage.collectors.json_rpc import Node

STRANGER = "0x00000000000000000000000000000000000000aa"


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


def _chain(method: str, given: list[Any], changes: dict[str, Any]) -> Any:  # noqa: ANN401 - whatever JSON holds
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


def core(method: str, given: list[Any], *, amount: object = "1.50000000", hours: int = -1, success: bool = True) -> Any:  # noqa: ANN401 - whatever JSON holds
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


def electrs(method: str, given: list[Any], **changes: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
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


def test_a_node_that_refuses_or_answers_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the call, and more bytes than a node has to say."""

    def refusing(_method: str, _given: list[Any]) -> object:
        raise RpcError("no")

    with serving(refusing) as url, pytest.raises(NoAnswer, match="error -32000"):
        Node(url).call("x")
    monkeypatch.setattr("hikiate.storage.collectors.json_rpc.BYTES_MAX", 4)
    with serving(lambda _method, _given: "long") as url, pytest.raises(NoAnswer, match="more than 4 bytes"):
        Node(url).call("x")
