"""Nodes of chains for tests: a real Ethereum node in this process or of Foundry's, and servers that play Bitcoin's."""

import json
import os
import shutil
import socketserver
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from hikiate.storage.collectors.answers import Wanted

Answers = Callable[[str, list[Any]], Any]

# A token of 6 decimals that answers `decimals()` and `balanceOf(address)` from what its constructor stored.
_CONTRACT = "60003560e01c63313ce56714601b576004355460005260206000f35b600660005260206000f3"
_CONSTRUCTOR = "6026604360003960266000f3"


AT = datetime.fromisoformat("2026-10-01T23:59:59+09:00")
ADDRESS = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
OTHER = "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"


def wanted(at: datetime = AT, **addresses: tuple[str, ...]) -> Wanted:
    """A snapshot with addresses by ASSET_holding."""
    places = {(name.partition("_")[2], name.partition("_")[0]): given for name, given in addresses.items()}
    return Wanted(at, {"BTC": 8, "ETH": 18, "USDC": 6, "JPY": 0}, places)


class RpcError(Exception):
    """A call that a node refuses."""


def contract_code(holder: str, amount: int) -> str:
    """The code that makes the token with one holder."""
    return "0x7f" + f"{amount:064x}" + "73" + holder.lower().removeprefix("0x") + "55" + _CONSTRUCTOR + _CONTRACT


@contextmanager
def serving(answers: Answers) -> Iterator[str]:
    """A JSON-RPC server over HTTP; gives back its address. What `answers` raises as RpcError is an error."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            many = [_answer(answers, one) for one in (asked if isinstance(asked, list) else [asked])]
            # A node may answer a batch in any order.
            body = many[::-1] if isinstance(asked, list) else many[0]
            raw = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    with _running(server):
        yield f"http://127.0.0.1:{server.server_port}/"


def _answer(answers: Answers, asked: dict[str, Any]) -> object:
    try:
        result = answers(asked["method"], asked["params"])
    except RpcError as error:
        return {"id": asked["id"], "error": {"code": -32000, "message": str(error)}}
    return result if isinstance(result, bytes) else {"id": asked["id"], "result": result}


@contextmanager
def _running(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def electrum(answers: Answers) -> Iterator[int]:
    """An Electrum server over TCP, which also tells what nobody asked; gives back its port."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            for line in self.rfile:
                asked = json.loads(line)
                answer = _answer(answers, asked)
                if answer == {"id": asked["id"], "result": "hang up"}:
                    return
                told = b'{"method": "blockchain.headers.subscribe", "params": []}\n'
                self.wfile.write(told + (answer if isinstance(answer, bytes) else json.dumps(answer).encode()) + b"\n")

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    with _running(server):
        yield server.server_address[1]


@contextmanager
def ethereum() -> Iterator[str]:
    """A chain of eth-tester's, on py-evm, behind JSON-RPC."""
    from eth_tester import EthereumTester, PyEVMBackend  # noqa: PLC0415 - slow to load, and only its test needs it

    chain = EthereumTester(PyEVMBackend())

    def block(number: str, _full: object) -> dict[str, str]:
        found = chain.get_block_by_number(int(number, 16))
        return {"number": hex(found["number"]), "timestamp": hex(found["timestamp"]), "hash": found["hash"]}

    def call(given: dict[str, str], number: str) -> object:
        return chain.call({"from": chain.get_accounts()[0], "gas": 10**6, **given}, int(number, 16))

    def send(given: dict[str, str]) -> object:
        return chain.send_transaction({"gas": 10**6, **{name: _whole(value) for name, value in given.items()}})

    def mine(moment: int) -> None:
        chain.time_travel(moment - 1)
        chain.mine_block()

    methods: dict[str, Callable[..., Any]] = {
        "eth_chainId": lambda: hex(chain.backend.chain.chain_id),
        "eth_accounts": lambda: list(chain.get_accounts()),
        "eth_blockNumber": lambda: hex(chain.get_block_by_number("latest")["number"]),
        "eth_getBlockByNumber": block,
        "eth_getBalance": lambda address, number: hex(chain.get_balance(address, int(number, 16))),
        "eth_call": call,
        "eth_sendTransaction": send,
        "eth_getTransactionReceipt": lambda sent: {
            "contractAddress": chain.get_transaction_receipt(sent)["contract_address"]
        },
        "evm_mine": mine,
    }
    with serving(lambda method, given: methods[method](*given)) as url:
        yield url


def _whole(value: object) -> object:
    return int(value, 16) if isinstance(value, str) and value.startswith("0x") and len(value) < 20 else value


def anvil_command() -> str | None:
    """Foundry's node, named by HIKIATE_ANVIL or found on the path."""
    return os.environ.get("HIKIATE_ANVIL") or shutil.which("anvil")


@contextmanager
def anvil(folder: Path) -> Iterator[str]:
    """A chain of Foundry's node."""
    log = folder / "anvil.log"
    with log.open("wb") as stream:
        command = [str(anvil_command()), "--port", "0", "--host", "127.0.0.1", "--timestamp", "1750000000"]
        process = subprocess.Popen(command, stdout=stream, stderr=stream)
        try:
            while "Listening on " not in (said := log.read_text(encoding="utf-8")):
                assert process.poll() is None, said
                time.sleep(0.05)
            yield f"http://{said.partition('Listening on ')[2].split()[0]}/"
        finally:
            process.terminate()
            process.wait()
